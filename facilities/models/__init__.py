"""Open units, their services, and applications to become one."""

from facilities.models.applications import UnitApplication
from facilities.models.services import Service
from facilities.models.units import OpenUnit

__all__ = ["OpenUnit", "Service", "UnitApplication"]
