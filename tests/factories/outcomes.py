"""Results of calls: refusals, and findings of the proofs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model

from core.models import Event
from core.values.errors import DomainError
from oversight.models import Notice
from payments.models import Payment
from proofs.selectors.proofs import list_findings
from redemptions.models import Redemption, RedemptionBatch
from vouchers.models import AnnualUse, Coupon, Round

TABLES: tuple[type[Model], ...] = (
    Event,
    RedemptionBatch,
    Redemption,
    Coupon,
    Round,
    Payment,
    AnnualUse,
    Notice,
)


@contextmanager
def untriggered() -> Iterator[None]:
    """Write past the triggers, as somebody with the database's password could."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        yield
        cursor.execute("SET LOCAL session_replication_role = 'origin'")


def broken() -> list[tuple[str, str, tuple[int, ...]]]:
    """Return the broken invariants: code, sentence, ids."""
    return [(finding.code, finding.says, finding.ids) for finding in list_findings() if finding.broken]


def refusal(action: Callable[..., Any], *args: Any, **kwargs: Any) -> list[str]:
    """Return the refusal codes of a call."""
    with pytest.raises(DomainError) as caught:
        action(*args, **kwargs)
    return [each.code for each in caught.value.refusals]


def refused(call: Callable[[], Any], code: str) -> DomainError:
    """Assert that the call is refused with this code and writes nothing."""
    before = _rows()
    with pytest.raises(DomainError) as caught:
        call()
    assert caught.value.code == code
    assert _rows() == before
    return caught.value


def _rows() -> list[list[dict[str, Any]]]:
    """Return the rows of TABLES, without the appointments and invitations of those who are called up meanwhile."""
    tables = [table._default_manager.order_by("pk") for table in TABLES]
    joining = ("appointment", "invitation")
    return [list((rows.exclude(subject_kind__in=joining) if rows.model is Event else rows).values()) for rows in tables]
