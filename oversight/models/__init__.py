"""Notices, objections and sanctions. Subjects of notices are referred to by kind, id and label only."""

from oversight.models.notices import Notice, NoticeItem, Objection
from oversight.models.sanctions import Sanction

__all__ = ["Notice", "NoticeItem", "Objection", "Sanction"]
