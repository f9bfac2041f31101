from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Party, User
from accounts.notifications import notify_ended
from accounts.services.parties import refuse_party, verify_party
from accounts.services.registrations import (
    add_evidence,
    end_without_evidence,
    remind_of_registrations,
    request_evidence,
    send_registration,
    withdraw_registration,
)
from core.files.uploads import accept
from core.models import Attachment, Event, Notification
from core.values.errors import DomainError
from tests import files
from tests.factories import parties
from tests.factories.registrations import bring

pytestmark = pytest.mark.django_db

DAYS_10, DAYS_30, SECOND = timedelta(days=10), timedelta(days=30), timedelta(seconds=1)


@pytest.fixture
def firm():
    return parties.enterprise(verified=False)


def ask(firm, *, at=parties.AT) -> Party:
    return request_evidence(party_id=firm.pk, reason="请上传授权书", actor=parties.staff(), at=at)


def give(firm, *, actor=None, at=parties.AT) -> Attachment:
    file = accept(kind="licence", file=files.upload("licence.pdf", files.pdf(f"{at}")))
    return add_evidence(party_id=firm.pk, kind="licence", file=file, actor=actor or parties.manager(firm), at=at)


def state(firm) -> str:
    return Party.objects.get(pk=firm.pk).state


def run(job, at) -> int:
    return next(iter(job(at=at, progress=lambda _: None).values()))


def test_evidence_is_kept_for_the_registration(firm):
    kept = give(firm)
    assert (kept.owner_kind, kept.owner_id, kept.kind) == ("party", firm.pk, "licence")
    assert Party.objects.get(pk=firm.pk).answered_at == parties.AT


@pytest.mark.parametrize(("at", "ended"), [(parties.AT + DAYS_30 - SECOND, 0), (parties.AT + DAYS_30, 1)])
def test_a_registration_ends_when_what_was_asked_for_is_missing_for_30_days(firm, at, ended):
    ask(firm)
    assert (run(end_without_evidence, at), state(firm)) == (ended, "ended" if ended else "registered")
    if ended:
        notify_ended(event=Event.objects.get(type="party.ended"))
        assert Notification.objects.get(kind="party.evidence_missing").user_id == parties.manager(firm).user_id


def test_what_was_given_ends_nothing_until_more_is_asked_for(firm):
    ask(firm)
    give(firm, at=parties.AT + SECOND)
    assert run(end_without_evidence, parties.AT + DAYS_30 * 2) == 0
    ask(firm, at=parties.AT + DAYS_30)
    assert run(end_without_evidence, parties.AT + DAYS_30 * 2) == 1


def test_an_officers_delay_escalates_and_never_ends(firm):
    approver = parties.staff("approver")
    assert run(remind_of_registrations, parties.AT + DAYS_10 - SECOND) == 0
    for at in (parties.AT + DAYS_10, parties.AT + DAYS_10 * 20):
        assert run(remind_of_registrations, at) == 1
    assert list(Notification.objects.filter(kind="party.overdue").values_list("user_id", flat=True)) == [
        approver.user_id
    ]
    assert (run(end_without_evidence, parties.AT + DAYS_10 * 20), state(firm)) == (0, "registered")


def test_who_owes_evidence_does_not_wait_for_an_officer(firm):
    ask(firm)
    assert run(remind_of_registrations, parties.AT + DAYS_10) == 0


def test_a_verified_party_is_asked_for_nothing(firm):
    verify_party(party_id=firm.pk, actor=parties.staff(), at=parties.AT)
    with pytest.raises(DomainError, match="illegal_state"):
        ask(firm)


def test_a_refused_party_gives_nothing(firm):
    refuse_party(party_id=firm.pk, reason="不符", actor=parties.staff(), at=parties.AT)
    with pytest.raises(DomainError, match="illegal_state"):
        give(firm)


def test_another_partys_evidence_is_not_given(firm):
    with pytest.raises(DomainError, match="not_found"):
        give(firm, actor=parties.manager(parties.enterprise()))


def test_a_registration_has_a_few_files(firm):
    for number in range(10):
        give(firm, at=parties.AT + number * SECOND)
    with pytest.raises(DomainError, match="registration_files"):
        give(firm, at=parties.AT + DAYS_10)


def test_who_used_the_files_gives_what_an_officer_asks_for(firm):
    for number in range(10):
        give(firm, at=parties.AT + number * SECOND)
    ask(firm, at=parties.AT + DAYS_10)
    give(firm, at=parties.AT + DAYS_10)
    assert run(end_without_evidence, parties.AT + DAYS_10 + DAYS_30) == 0


class TestDrafts:
    @pytest.fixture
    def draft(self):
        firm = parties.enterprise(verified=False)
        Party.objects.filter(pk=firm.pk).update(draft=True)
        return firm

    def test_a_sent_one_waits_from_the_moment_it_was_sent(self, draft):
        bring(draft.party, actor=parties.manager(draft), at=parties.AT)
        at = parties.AT + DAYS_10
        sent = send_registration(party_id=draft.pk, actor=parties.manager(draft), at=at)
        assert (sent.draft, sent.registered_at, sent.answered_at) == (False, at, None)

    @pytest.mark.parametrize("step", [verify_party, refuse_party, request_evidence])
    def test_officers_cannot_act_on_it(self, draft, step):
        with pytest.raises(DomainError, match="registration_unsent"):
            step(party_id=draft.pk, actor=parties.staff(), at=parties.AT, reason="")
        assert state(draft) == "registered"

    def test_the_database_refuses_to_verify_it(self, draft):
        officer = parties.staff().user_id
        with pytest.raises(IntegrityError, match="party_decided_was_sent"), transaction.atomic():
            Party.objects.filter(pk=draft.pk).update(state="verified", decided_by_id=officer)

    def test_it_ends_after_30_days(self, draft):
        assert run(end_without_evidence, parties.AT + DAYS_30 - SECOND) == 0
        assert (run(end_without_evidence, parties.AT + DAYS_30), state(draft)) == (1, "ended")
        notify_ended(event=Event.objects.get(type="party.ended"))
        assert Notification.objects.get(kind="party.not_sent").user_id == parties.manager(draft).user_id

    def test_another_persons_is_as_absent(self, draft):
        with pytest.raises(DomainError, match="not_found"):
            send_registration(party_id=draft.pk, actor=parties.manager(parties.enterprise()), at=parties.AT)

    def test_nobody_is_reminded_of_it(self, draft):
        parties.staff("approver")
        assert run(remind_of_registrations, parties.AT + DAYS_10) == 0


class TestWithdrawal:
    def test_a_mistaken_registration_is_withdrawn_and_its_code_registered_again(self, firm):
        who = parties.manager(firm)
        row = withdraw_registration(party_id=firm.pk, actor=who, at=parties.AT)
        event = Event.objects.get(type="party.ended")
        assert (row.state, event.actor_id, event.data) == ("ended", who.user_id, {"cause": "withdrawn"})
        notify_ended(event=event)
        assert Notification.objects.get(kind="party.withdrawn").user_id == who.user_id
        again = parties.enterprise(code=firm.party.uscc, actor=parties.nobody_yet(User.objects.get(pk=who.user_id)))
        assert again.party.state == "verified"

    def test_three_mistaken_registrations_block_nobody(self):
        person = parties.nobody_yet()
        rows = [parties.enterprise(verified=False, actor=person) for _ in range(3)]
        with pytest.raises(DomainError, match="registrations_pending"):
            parties.enterprise(verified=False, actor=person)
        withdraw_registration(party_id=rows[0].pk, actor=parties.manager(rows[0]), at=parties.AT)
        assert parties.enterprise(verified=False, actor=person).party.state == "registered"

    @pytest.mark.parametrize(
        ("later", "code"), [(timedelta(days=1) - SECOND, "registrations_today"), (timedelta(days=1), "")]
    )
    def test_codes_are_not_squatted_by_withdrawing(self, later, code):
        person = parties.nobody_yet()
        for _ in range(10):
            row = parties.enterprise(verified=False, actor=person)
            withdraw_registration(party_id=row.pk, actor=parties.manager(row), at=parties.AT)
        said = ""
        try:
            parties.enterprise(verified=False, actor=person, at=parties.AT + later)
        except DomainError as refused:
            said = refused.code
        assert said == code

    @pytest.mark.parametrize("decide", [verify_party, refuse_party])
    def test_what_was_decided_is_not_withdrawn(self, firm, decide):
        reason = {"reason": "不符"} if decide is refuse_party else {}
        decide(party_id=firm.pk, actor=parties.staff(), at=parties.AT, **reason)
        with pytest.raises(DomainError, match="illegal_state"):
            withdraw_registration(party_id=firm.pk, actor=parties.manager(firm), at=parties.AT)

    def test_anothers_registration_is_not_withdrawn(self, firm):
        with pytest.raises(DomainError, match="not_found"):
            withdraw_registration(party_id=firm.pk, actor=parties.manager(parties.enterprise()), at=parties.AT)
        assert state(firm) == "registered"
