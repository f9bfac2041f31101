import pytest

from accounts.models import Membership, Takeover, User
from accounts.services.parties import refuse_party
from accounts.services.takeovers import approve_takeover, refuse_takeover, request_takeover
from core.models import Event
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


def test_one_open_request_a_party() -> None:
    firm = parties.enterprise().party
    ask(firm.uscc)
    assert (refusal(ask, code=firm.uscc), Takeover.objects.count()) == ("takeover_open", 1)


def test_unknown_code() -> None:
    assert (refusal(ask, code=parties.make_uscc()), Takeover.objects.count()) == ("party_unknown", 0)


def test_manager_has_nothing_to_take_over() -> None:
    row = parties.enterprise()
    assert refusal(ask, code=row.party.uscc, actor=parties.manager(row)) == "member_already"


def test_refused_party_is_registered_again_instead() -> None:
    firm = parties.enterprise(verified=False).party
    refuse_party(party_id=firm.pk, reason="不符", actor=parties.staff(), at=parties.AT)
    assert refusal(ask, code=firm.uscc) == "illegal_state"


def test_role_that_is_no_managers() -> None:
    assert refusal(ask, code=parties.enterprise().party.uscc, role="case_officer") == "role_not_given"
