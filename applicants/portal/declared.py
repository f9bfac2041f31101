"""What an applicant declared with its registration, for its own check and for the officer (settings.DECLARED_FACTS)."""

from datetime import datetime

from applicants.portal.conditions import condition_lines
from applicants.selectors.applicants import list_founder_names, list_member_names
from applicants.selectors.conditions import check_profile
from applicants.selectors.facts import find_profile
from core.web.pages import Context


def declared_facts(*, party_id: int, at: datetime) -> Context:
    """Return the declared facts, the people and the conditions of article 7; `profile` is None for an open unit alone."""
    profile = find_profile(party_id)
    if profile is None:
        return {"profile": None, "conditions": [], "people": []}
    lines = condition_lines(check_profile(profile=profile, at=at))
    people = list_member_names(party_id) if profile.kind == "team" else list_founder_names(party_id)
    return {
        "profile": profile,
        "conditions": [line for line in lines if line["code"] != "party_not_verified"],
        "people": people,
    }
