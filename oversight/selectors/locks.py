"""Row locks of this app.

A party is locked before its sanction, an objection before its subject, and a notice after its batch and before the
redemptions in it.
"""

from collections.abc import Collection
from datetime import date
from typing import TypeVar

from core.models.heard_cases import HeardCase
from core.values.errors import DomainError
from oversight.models import Notice, Objection, Sanction
from oversight.rules.states import OPEN_OBJECTIONS

T = TypeVar("T")
Case = TypeVar("Case", bound=HeardCase)


def lock_notice(notice_id: int) -> Notice:
    """Lock the notice. Raises `not_found`."""
    return _found(Notice.objects.select_for_update(no_key=True).filter(pk=notice_id).first())


def lock_notices(notice_ids: Collection[int]) -> list[Notice]:
    """Lock these notices in the order of their ids."""
    return list(Notice.objects.select_for_update(no_key=True).filter(pk__in=notice_ids).order_by("pk"))


def lock_objection(objection_id: int) -> Objection:
    """Lock the objection. Raises `not_found`."""
    return _found(Objection.objects.select_for_update(no_key=True).filter(pk=objection_id).first())


def lock_objections(objection_ids: Collection[int]) -> list[Objection]:
    """Lock these objections in the order of their ids, except those that another worker has locked."""
    rows = Objection.objects.select_for_update(no_key=True, skip_locked=True)
    return list(rows.filter(pk__in=objection_ids).order_by("pk"))


def lock_sanction(sanction_id: int) -> Sanction:
    """Lock the sanction; the caller has locked its party. Raises `not_found`."""
    return _found(Sanction.objects.select_for_update(no_key=True).filter(pk=sanction_id).first())


def lock_sanctions(sanction_ids: Collection[int]) -> list[Sanction]:
    """Lock these sanctions in the order of their ids, except those that another worker has locked."""
    rows = Sanction.objects.select_for_update(no_key=True, skip_locked=True)
    return list(rows.filter(pk__in=sanction_ids).order_by("pk"))


def lock_unanswered(model: type[Case], *, state: str, today: date, limit: int) -> list[Case]:
    """Lock cases in a state whose days to answer are over, and skip those locked by another transaction."""
    rows = model._default_manager.select_for_update(no_key=True, skip_locked=True)
    return list(rows.filter(state=state, answer_by__lt=today).order_by("pk")[:limit])


def _found(row: T | None) -> T:
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def lock_provisional_objections() -> list[Objection]:
    """Lock the open objections with a provisional deadline, in the order of their ids."""
    rows = Objection.objects.select_for_update(no_key=True, of=["self"]).select_related("item__notice")
    return list(rows.filter(provisional=True, state__in=OPEN_OBJECTIONS).order_by("pk"))
