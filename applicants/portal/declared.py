"""What an applicant declared with its registration, for its own check and for the officer who verifies it."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from applicants.portal.conditions import condition_lines
from applicants.rules.comparisons import Outcome, comparisons
from applicants.selectors.applicants import list_entered_names, list_founder_names
from applicants.selectors.comparisons import gather_registration_facts
from applicants.selectors.conditions import check_profile
from applicants.selectors.facts import find_profile
from core.web.pages import Context

COMPARED: Mapping[str, Mapping[Outcome, str | Promise]] = {
    "code_on_lists": {
        Outcome.AGREES: gettext_lazy("官方资质名单中该代码的名称与所填一致"),
        Outcome.UNKNOWN: gettext_lazy("官方资质名单中没有该代码，须凭证照核对"),
        Outcome.DIFFERS: gettext_lazy("官方资质名单中该代码的名称与所填不同"),
    },
    "name_on_lists": {
        Outcome.AGREES: gettext_lazy("官方资质名单中没有同名而代码不同的单位"),
        Outcome.DIFFERS: gettext_lazy("官方资质名单中同名单位的代码不同"),
    },
    "rivals": {
        Outcome.AGREES: gettext_lazy("同一代码没有其他注册"),
        Outcome.DIFFERS: gettext_lazy("同一代码另有注册，须逐一比对材料"),
    },
    "founder_teams": {
        Outcome.AGREES: gettext_lazy("所填创始人不在任何团队中，或没有填写创始人"),
        Outcome.DIFFERS: gettext_lazy("创始人现在或曾经所在的团队，其额度和处理随其带入"),
    },
    "members_elsewhere": {
        Outcome.AGREES: gettext_lazy("主要成员都不在其他已核实的团队中"),
        Outcome.DIFFERS: gettext_lazy("主要成员已在其他已核实的团队中，不能核实通过"),
    },
    "pending_teams": {
        Outcome.AGREES: gettext_lazy("没有其他待核实的团队填写相同的成员"),
        Outcome.DIFFERS: gettext_lazy("其他待核实的团队填写了相同的成员"),
    },
}
"""What was compared → its sentence by outcome."""


def registration_review(*, party_id: int, at: datetime) -> Context:
    """Return what an officer needs to verify a party: the declared facts, and what was compared with what."""
    lines = [
        {"sentence": COMPARED[each.code][each.outcome], "outcome": each.outcome, "found": each.found}
        for each in comparisons(gather_registration_facts(party_id))
    ]
    return {"comparisons": lines, **declared_facts(party_id=party_id, at=at)}


def declared_facts(*, party_id: int, at: datetime) -> Context:
    """Return the declared facts, the people and the conditions of article 7; `profile` is None for an open unit alone."""
    profile = find_profile(party_id)
    if profile is None:
        return {"profile": None, "conditions": [], "people": []}
    lines = condition_lines(check_profile(profile=profile, at=at))
    people = list_entered_names(party_id) if profile.kind == "team" else list_founder_names(party_id)
    return {
        "profile": profile,
        "conditions": [line for line in lines if line["code"] != "party_not_verified"],
        "people": people,
    }
