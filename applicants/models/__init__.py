"""Applicants and their certificates."""

from applicants.models.certificates import Certificate, ListImport
from applicants.models.profiles import Enterprise, Team, TeamMember

__all__ = ["Certificate", "Enterprise", "ListImport", "Team", "TeamMember"]
