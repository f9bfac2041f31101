"""The production settings and one more address: the empty view that refusals are compared with."""

from config.settings.production import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
