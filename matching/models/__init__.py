"""Where an applicant and an open unit find each other."""

from matching.models.projects import Project

__all__ = ["Project"]
