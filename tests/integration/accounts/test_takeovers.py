from datetime import timedelta

import pytest

from accounts.models import Membership, Takeover, User
from accounts.notifications import notify_claimant
from accounts.selectors.parties import visible_takeovers
from accounts.services.parties import refuse_party
from accounts.services.takeovers import approve_takeover, end_takeovers, refuse_takeover, request_takeover
from core.models import Event, Notification
from core.values.errors import DomainError
from tests.factories import parties

pytestmark = pytest.mark.django_db


def ask(code: str, *, actor=None, role: str = "applicant_manager") -> Takeover:
    return request_takeover(
        uscc=code, role=role, reason="原负责人已离职", actor=actor or parties.nobody_yet(), at=parties.AT
    )


def refusal(action, **arguments) -> str:
    with pytest.raises(DomainError) as caught:
        action(**arguments)
    return caught.value.code


def managers(party) -> list[int]:
    rows = Membership.objects.filter(party=party, role="applicant_manager", ended_at=None)
    return list(rows.values_list("user_id", flat=True))


def test_approved_claimant_replaces_the_managers() -> None:
    firm, claimant = parties.enterprise().party, parties.nobody_yet()
    takeover = ask(firm.uscc, actor=claimant)
    approve_takeover(takeover_id=takeover.pk, reason="授权书已核", actor=parties.staff(), at=parties.AT)
    assert managers(firm) == [claimant.user_id]
    types = Event.objects.filter(subject_kind="takeover").order_by("id").values_list("type", flat=True)
    assert list(types) == ["takeover.requested", "takeover.approved"]


def test_managers_of_the_other_side_stay() -> None:
    firm = parties.enterprise().party
    unit_boss = parties.acting(firm, "unit_manager")
    takeover = ask(firm.uscc)
    approve_takeover(takeover_id=takeover.pk, reason="", actor=parties.staff(), at=parties.AT)
    assert Membership.objects.get(user_id=unit_boss.user_id).ended_at is None


def test_refused_claimant_gets_nothing() -> None:
    firm = parties.enterprise().party
    before, takeover = managers(firm), ask(firm.uscc)
    refuse_takeover(takeover_id=takeover.pk, reason="材料不全", actor=parties.staff(), at=parties.AT)
    assert (managers(firm), Takeover.objects.get().state) == (before, "refused")


def test_claimant_does_not_decide() -> None:
    firm, officer = parties.enterprise().party, parties.nobody_yet()
    before, takeover = managers(firm), ask(firm.uscc, actor=officer)
    parties.acting(parties.authority(), "case_officer", person=User.objects.get(pk=officer.user_id))
    code = refusal(approve_takeover, takeover_id=takeover.pk, reason="", actor=officer, at=parties.AT)
    assert (code, managers(firm), Takeover.objects.get().state) == ("same_person", before, "requested")


def test_decided_once() -> None:
    takeover = ask(parties.enterprise().party.uscc)
    refuse_takeover(takeover_id=takeover.pk, reason="材料不全", actor=parties.staff(), at=parties.AT)
    code = refusal(approve_takeover, takeover_id=takeover.pk, reason="", actor=parties.staff(), at=parties.AT)
    assert (code, Takeover.objects.get().state) == ("illegal_state", "refused")


def test_requests_for_one_party_compete_and_an_approved_one_ends_the_others() -> None:
    firm, owner = parties.enterprise().party, parties.nobody_yet()
    squatter, real = ask(firm.uscc), ask(firm.uscc, actor=owner)
    other_side = ask(firm.uscc, role="unit_manager")
    approve_takeover(takeover_id=real.pk, reason="授权书已核", actor=parties.staff(), at=parties.AT)
    assert (managers(firm), list(Takeover.objects.order_by("pk").values_list("state", flat=True))) == (
        [owner.user_id],
        ["ended", "approved", "requested"],
    )
    notify_claimant(event=Event.objects.get(type="takeover.ended", subject_id=squatter.pk))
    assert Notification.objects.get(kind="takeover.ended").user_id == squatter.claimant_id
    assert other_side.party_id == firm.pk


@pytest.mark.parametrize("known", [True, False])
def test_a_request_is_open_once_a_claimant_whatever_it_names(known: bool) -> None:
    code = parties.enterprise().party.uscc if known else parties.make_uscc()
    claimant = parties.nobody_yet()
    first = ask(code, actor=claimant)
    assert (first.state, refusal(ask, code=code, actor=claimant)) == ("requested", "takeover_open")
    assert Takeover.objects.count() == 1


def test_a_few_requests_a_day() -> None:
    claimant = parties.nobody_yet()
    for _ in range(3):
        ask(parties.make_uscc(), actor=claimant)
    assert refusal(ask, code=parties.make_uscc(), actor=claimant) == "takeovers_today"


def test_a_request_that_names_no_party_is_no_officers() -> None:
    made = ask(parties.make_uscc())
    assert (
        refusal(approve_takeover, takeover_id=made.pk, reason="", actor=parties.staff(), at=parties.AT) == "not_found"
    )
    assert made.pk not in visible_takeovers(parties.staff()).values_list("pk", flat=True)


@pytest.mark.parametrize("known", [True, False])
def test_a_request_ends_after_30_days_whatever_it_names(known: bool) -> None:
    made = ask(parties.enterprise().party.uscc if known else parties.make_uscc())
    days = timedelta(days=30)
    assert end_takeovers(at=parties.AT + days - timedelta(seconds=1), progress=lambda _: None) == {"ended": 0}
    assert end_takeovers(at=parties.AT + days, progress=lambda _: None) == {"ended": 1}
    assert Takeover.objects.get(pk=made.pk).state == "ended"


def test_manager_has_nothing_to_take_over() -> None:
    row = parties.enterprise()
    assert refusal(ask, code=row.party.uscc, actor=parties.manager(row)) == "member_already"


def test_refused_party_is_registered_again_instead() -> None:
    firm = parties.enterprise(verified=False).party
    refuse_party(party_id=firm.pk, reason="不符", actor=parties.staff(), at=parties.AT)
    assert ask(firm.uscc).party_id is None


def test_role_that_is_no_managers() -> None:
    assert refusal(ask, code=parties.enterprise().party.uscc, role="case_officer") == "role_not_given"
