"""Limits on requests for takeover (管理员接管). Pure."""

from datetime import timedelta

MOST_A_DAY = 3
"""Requests that one user may make within DAY."""
DAY = timedelta(days=1)
PENDING = timedelta(days=30)
"""How long a request may be pending. The same for one that names no party: its end must not tell."""
