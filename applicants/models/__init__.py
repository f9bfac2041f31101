"""Applicants and their certificates."""

from applicants.models.certificates import Certificate, ListImport
from applicants.models.profiles import Enterprise, Founder, Team, TeamMember

__all__ = ["Certificate", "Enterprise", "Founder", "ListImport", "Team", "TeamMember"]
