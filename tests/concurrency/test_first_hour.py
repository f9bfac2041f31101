"""Registrations sent, and applications answered, several times at once. Each race is repeated without its guard and then fails."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Party
from accounts.selectors.locks import lock_party
from accounts.services.registrations import send_registration
from core.models import Event
from facilities.models import UnitApplication
from facilities.services.applications import UnitAsk, accept_application, refuse_application, request_unit
from tests.concurrency.guards import meeting, without
from tests.concurrency.races import codes, together
from tests.factories import parties
from tests.factories.registrations import bring

pytestmark = pytest.mark.django_db(transaction=True)

TRIES = 5
"""A race is met by chance; a busy machine meets it less often."""
WRITERS = 4


def sendings() -> list[Callable[[], Any]]:
    """A draft with its documents, sent several times."""
    firm = parties.enterprise(verified=False)
    manager = parties.manager(firm)
    bring(firm.party, actor=manager, at=parties.AT)
    Party.objects.filter(pk=firm.pk).update(draft=True)
    return [lambda: send_registration(party_id=firm.pk, actor=manager, at=parties.AT) for _ in range(WRITERS)]


def sent() -> int:
    return Event.objects.filter(type="party.sent").count()


def test_a_registration_is_sent_once() -> None:
    found = together(sendings())
    assert (codes(found), sent()) == (["illegal_state"] * (WRITERS - 1), 1)


def test_without_the_lock_of_the_party_it_is_sent_often() -> None:
    works = sendings()
    with without("lock_party"), meeting(lock_party, sides=WRITERS):
        together(works)
        assert sent() == WRITERS


def application() -> UnitApplication:
    ask = UnitAsk(category="municipal", introduction="电镜两台", contact="郑示例 010-00000000")
    wanted = {"name": "示例分析中心", "uscc": parties.make_uscc(), "ask": ask}
    return request_unit(**wanted, actor=parties.nobody_yet(), at=parties.AT)


def refusals() -> list[Callable[[], Any]]:
    """An application that several officers refuse."""
    row, officers = application(), [parties.staff() for _ in range(WRITERS)]
    return [
        lambda officer=officer: refuse_application(
            application_id=row.pk, reason="没有可开放的设施", actor=officer, at=parties.AT
        )
        for officer in officers
    ]


def answers() -> int:
    return Event.objects.filter(type__in=("unit_application.accepted", "unit_application.refused")).count()


def answered_together() -> int:
    """How often one application is answered by officers who refuse it at once."""
    before = answers()
    together(refusals())
    return answers() - before


def test_an_application_is_answered_once() -> None:
    found = together(refusals())
    assert (codes(found), answers()) == (["illegal_state"] * (WRITERS - 1), 1)


def test_without_its_guards_an_application_is_answered_often() -> None:
    guards = ("lock_application", "lock_with_rivals", "lock_parties_of_uscc", "unit_application_legal_edge")
    with without(*guards, emptied="facilities_unitapplication"):
        assert any(answered_together() > 1 for _ in range(TRIES))


def test_an_application_accepted_and_refused_at_once_has_one_answer() -> None:
    row, officer, other = application(), parties.staff(), parties.staff()
    found = together(
        [
            lambda: accept_application(application_id=row.pk, category="municipal", actor=officer, at=parties.AT),
            lambda: refuse_application(application_id=row.pk, reason="重复申请", actor=other, at=parties.AT),
        ]
    )
    assert (codes(found), answers()) == (["illegal_state"], 1)
