"""The cases that a step left to another person, on the page of their batch or order."""

from core.events.history import timeline
from core.messages.catalogue import event_sentence
from core.web.words import readable

SET_ASIDE = {"batch": "batch.items_set_aside", "payment_order": "payment_order.items_set_aside"}
"""Kind of subject → the type of its event that names cases set aside."""


def set_aside_sentences(*, subject_kind: str, subject_id: int) -> list[str]:
    """Return a sentence for each step that set cases aside for a conflict of interest, newest first. One query."""
    lines = timeline(subject_kind=subject_kind, subject_id=subject_id, internal=True)
    found = [line for line in lines if line.type == SET_ASIDE[subject_kind]]
    return [event_sentence(line.type, readable(line.type, line.data)) for line in reversed(found)]
