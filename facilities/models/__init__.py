"""Open units and their services."""

from facilities.models.services import Service
from facilities.models.units import OpenUnit

__all__ = ["OpenUnit", "Service"]
