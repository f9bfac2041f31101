"""The first page of a party that is not verified: who acts now, since when, and what its people can do meanwhile."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.portal.registration_steps import registration_steps
from accounts.rules.states import PartyState
from accounts.selectors.members import map_member_names
from accounts.selectors.parties import PartyRow, get_party, standing_of
from applicants.portal.declared import declared_facts
from core.access.checks import may
from core.files.attachment_selectors import list_attachments
from core.values.actors import Actor
from core.values.standings import Standing, Waits
from core.web import history
from core.web.pages import Context
from facilities.portal.applications import party_applications


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """Something to do, with its page."""

    title: str
    url: str
    hint: str
    is_next: bool = False


def registration_board(*, actor: Actor, at: datetime) -> Context:
    """Return the context of the first page of a party that is not verified."""
    party = get_party(actor.party)
    standing = standing_of(party)
    facts = declared_facts(party_id=party.pk, at=at)
    names = map_member_names(party.pk)
    return {
        "standing": standing,
        "steps": _steps(party, standing),
        "ways": _ways(actor, party, standing, is_enterprise=bool(facts["profile"]) and party.uscc is not None),
        "conditions": facts["conditions"],
        "applications": party_applications(actor=actor, party_id=party.pk),
        "events": history.history(subject_kind="party", subject_id=party.pk, names=names),
    }


def _steps(party: PartyRow, standing: Standing) -> object:
    if party.state != PartyState.REGISTERED:
        return ()
    has_evidence = list_attachments(owner_kind="party", owner_id=party.pk).exists()
    return registration_steps(2 if standing.waits == Waits.MANAGER else 4, has_evidence=has_evidence)


def _ways(actor: Actor, party: PartyRow, standing: Standing, *, is_enterprise: bool) -> list[Way]:
    """Return what the actor can do now, the act that is waited for first."""
    found = [*_own_ways(actor, party, standing, is_enterprise=is_enterprise)] if may(actor, "party.prove") else []
    return [
        *found,
        Way(title=_("看发放周期"), url=reverse("public_rounds"), hint=_("开放时间、余额和政策要点。")),
        Way(title=_("政策计算器"), url=reverse("calculator"), hint=_("试算额度、抵扣和期限。")),
    ]


def _own_ways(actor: Actor, party: PartyRow, standing: Standing, *, is_enterprise: bool) -> list[Way]:
    if party.state in (PartyState.REFUSED, PartyState.ENDED):
        url, hint = (
            reverse(_page_to_register(party, is_enterprise=is_enterprise)),
            _("更正后重新注册、上传材料并提交。"),
        )
        return [Way(title=_("重新注册"), url=url, hint=hint, is_next=True)]
    upload = Way(
        title=_("上传注册材料"),
        url=reverse("registration_evidence"),
        hint=_("营业执照、登记证书或学生证明，授权书。"),
        is_next=standing.waits == Waits.MANAGER,
    )
    send = Way(title=_("核对并提交"), url=reverse("registration_check"), hint=_("核对信息和材料，提交核实。"))
    page = "team_correct" if party.uscc is None else "profile_declare"
    declare = Way(title=_("更新申报信息"), url=reverse(page), hint=_("填写有误的，核实前可以更正。"))
    invite = Way(title=_("邀请成员"), url=reverse("member_list"), hint=_("同事接受邀请后，可一起办理。"))
    can_declare = (is_enterprise or party.uscc is None) and may(actor, "applicant.declare")
    found = [upload, *([send] if party.draft else []), *([declare] if can_declare else []), invite]
    return found + ([_way_back(party)] if party.state == PartyState.REGISTERED else [])


def _way_back(party: PartyRow) -> Way:
    url = reverse("registration_withdraw", args=[party.pk])
    return Way(title=_("撤回注册"), url=url, hint=_("代码填错或重复注册的，核实前可以撤回。"))


def _page_to_register(party: PartyRow, *, is_enterprise: bool) -> str:
    """Return the page on which a refused or ended registration is made again."""
    if party.uscc is None:
        return "team_correct" if party.state == PartyState.REFUSED else "register_team"
    return "register_enterprise" if is_enterprise else "unit_application_request"
