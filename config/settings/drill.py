"""The production settings with a movable clock, so that `make drill` can load demonstration data into its first machine."""

from config.settings.production import *  # noqa: F403

CLOCK_MOVABLE = True
