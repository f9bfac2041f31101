"""Notices, objections and sanctions. Subjects of notices are referred to by kind, id and label only."""

from oversight.models.notices import Notice, NoticeItem, Objection
from oversight.models.sanctions import Sanction, SanctionSubject
from oversight.models.stages import ApprovalChain, StageDecision

__all__ = [
    "ApprovalChain",
    "Notice",
    "NoticeItem",
    "Objection",
    "Sanction",
    "SanctionSubject",
    "StageDecision",
]
