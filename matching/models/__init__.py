"""Cooperation projects."""

from matching.models.projects import Project

__all__ = ["Project"]
