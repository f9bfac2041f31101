"""Invoices and files of a redemption (article 15.3)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from core.models import Attachment, Event
from core.values.errors import DomainError
from redemptions.models import Invoice
from redemptions.services.evidence import add_evidence, remove_evidence
from tests import files
from tests.factories import parties as people
from tests.factories.contracts import unit
from tests.factories.outcomes import refusal
from tests.factories.redemptions import (
    DONE,
    KINDS,
    complete,
    contract,
    draft,
    enter,
    invoice,
    now,
    operator,
    returned,
    states,
    submit,
    submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


# Invoices


def test_invoices_replace_those_entered_before():
    made = draft()
    enter(made, invoice(made, number="26" + "1" * 18))
    enter(made, invoice(made, number="26" + "2" * 18), invoice(made, number="26" + "3" * 18))
    assert sorted(Invoice.objects.values_list("number", flat=True)) == ["26" + "2" * 18, "26" + "3" * 18]
    told = Event.objects.filter(type="redemption.invoices_changed").latest("id")
    assert told.data == {"before": ["26" + "1" * 18], "after": ["26" + "2" * 18, "26" + "3" * 18]}


def test_every_reason_against_every_invoice_comes_at_once():
    made = draft()
    good = invoice(made, number="26" + "1" * 18)
    bad = [replace(good, seller_uscc="X"), replace(good, buyer_uscc=""), replace(good, amount=Decimal("-100000.00"))]
    assert refusal(enter, made, good, *bad) == [
        "invoice_seller",
        "invoice_buyer",
        "invoice_red_letter",
        "invoice_repeated",
    ]
    assert (Invoice.objects.count(), now(made).version) == (0, 1)


def test_a_paper_invoice_is_known_by_code_and_number_together():
    made = draft()
    enter(made, *(invoice(made, code=code, number="80100798") for code in ("011001605111", "1100160511")))
    assert Invoice.objects.count() == 2


def test_a_team_is_named_by_a_member():
    team = people.team()
    made = draft(contract(applicant=team.party))
    enter(made, invoice(made, buyer_name="李示例1"))
    assert refusal(enter, made, invoice(made, buyer_name="陌生人")) == ["invoice_buyer"]


def test_the_name_of_a_buyer_is_what_it_shows():
    made = draft()
    assert refusal(enter, made, invoice(made, buyer_name="甲\u202e乙")) == ["name_direction"]
    enter(made, replace(invoice(made), buyer_name=f"\u200b{invoice(made).buyer_name}"))
    assert Invoice.objects.get().buyer_name == invoice(made).buyer_name


def test_a_draft_does_not_keep_an_invoice_from_others():
    first, second = draft(), draft()
    enter(first, invoice(first, number="26" + "1" * 18))
    enter(second, invoice(second, number="26" + "1" * 18))
    assert Invoice.objects.filter(live=True).count() == 0


def test_an_invoice_in_use_is_refused_and_names_the_redemption_where_it_is_the_units_own():
    of = unit()
    first = submitted(contract(of=of))
    number = Invoice.objects.get().number
    second = draft(contract(of=of))
    with pytest.raises(DomainError) as caught:
        enter(second, invoice(second, number=number))
    assert [(each.code, each.params) for each in caught.value.refusals] == [
        ("invoice_reused", {"value": f"{number} (#{first.pk})"})
    ]


def test_an_invoice_another_unit_uses_does_not_name_its_redemption():
    submitted()
    number = Invoice.objects.get().number
    second = draft()
    with pytest.raises(DomainError) as caught:
        enter(second, invoice(second, number=number))
    assert caught.value.params == {"value": number}


def test_an_invoice_taken_between_entry_and_submission_is_refused():
    first, second = complete(number="26" + "1" * 18), complete(number="26" + "1" * 18)
    submit(first)
    assert refusal(submit, second) == ["invoice_reused"]
    assert (now(second).state, states(second)) == ("draft", ["registered"])


def test_more_invoices_than_anybody_has_are_refused():
    made = draft()
    assert refusal(enter, made, *[invoice(made)] * 101) == ["invoices_too_many"]


# Evidence


def test_the_same_file_twice_is_refused():
    made, one = draft(), files.pdf("同一份")
    add(made, one)
    assert (refusal(add, made, one, kind="contract"), Attachment.objects.count()) == (["file_known"], 1)


def add(row, data, *, kind="result", at=DONE, unit_id=None):
    return add_evidence(
        redemption_id=row.pk,
        unit_id=unit_id or row.unit_id,
        kind=kind,
        file=files.accepted("文件.pdf", data, kind=kind),
        actor_id=operator(row).user_id,
        at=at,
    )


def test_another_unit_brings_nothing():
    assert refusal(add, draft(), files.pdf(), unit_id=unit().pk) == ["not_found"]
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize(("there", "fits"), [(48, True), (49, True), (50, False)])
def test_a_redemption_has_so_many_files_and_no_more(there, fits):
    made = draft()
    first = add(made, files.pdf())
    values = {"owner_kind": "redemption", "owner_id": made.pk, "kind": "result", "party_id": 1, "size": 1, "at": DONE}
    values |= {"whole_at": DONE}
    Attachment.objects.bulk_create(
        Attachment(**values, sha256=str(n), path=str(n), uploaded_by_id=first.uploaded_by_id) for n in range(there - 1)
    )
    if fits:
        add(made, files.pdf("再一份"))
    else:
        assert refusal(add, made, files.pdf("再一份")) == ["evidence_too_many"]
    assert Attachment.objects.count() == there + fits


def take_back(row, kept, *, at=DONE):
    return remove_evidence(
        redemption_id=row.pk, attachment_id=kept.pk, unit_id=row.unit_id, actor_id=operator(row).user_id, at=at
    )


def test_a_file_of_a_draft_can_be_taken_back():
    made = draft()
    take_back(made, add(made, files.pdf()))
    assert Attachment.objects.count() == 0


def test_a_file_of_another_redemption_cannot_be_taken_back():
    made, other = draft(), draft()
    assert refusal(take_back, made, add(other, files.pdf())) == ["not_found"]
    assert Attachment.objects.count() == 1


def test_what_was_submitted_stays_and_what_came_after_can_go():
    made = returned()
    old = Attachment.objects.filter(owner_id=made.pk).first()
    new = add(made, files.pdf("补正"), at=DONE + timedelta(hours=1))
    assert refusal(take_back, made, old) == ["evidence_submitted"]
    take_back(made, new)
    assert sorted(Attachment.objects.values_list("kind", flat=True)) == sorted(KINDS)
