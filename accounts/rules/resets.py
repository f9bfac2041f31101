"""Resets of lost second factors (二次验证重置). Pure."""

from datetime import timedelta

PENDING = timedelta(days=3)
"""How long a reset may be confirmed."""
