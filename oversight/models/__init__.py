"""Publicity, objections and sanctions; the subject of each is known only as (kind, id, label)."""

from oversight.models.notices import Notice, NoticeItem, Objection
from oversight.models.sanctions import Sanction

__all__ = ["Notice", "NoticeItem", "Objection", "Sanction"]
