"""Sign-up by mail (注册账号): how long its link is valid, and how often a name may be tried. Pure."""

from datetime import timedelta

LINK_VALID = timedelta(days=3)
"""Wall-clock time."""
MOST_TRIES = 10
"""Attempts to choose a name and password with one link; each may tell that a name is taken."""
KEPT = timedelta(days=7)
"""Wall-clock time after which an account that was never completed is removed."""
