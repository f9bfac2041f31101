"""Open units and what they offer."""

from facilities.models.services import Service
from facilities.models.units import OpenUnit

__all__ = ["OpenUnit", "Service"]
