"""The policies that ship as files, and the names that policies may use."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from applicants.rules.profiles import CERTIFICATE_KINDS, FIRST_ENTRY_KINDS, INDUSTRIES, REGIONS, STAGES
from facilities.rules.services import CATEGORIES
from vouchers.rules.policies import Policy
from vouchers.rules.policy_drafts import TIERS, check_policy

FOLDER = Path(__file__).parent / "policies"
NAMES: Mapping[str, Sequence[str]] = {
    "service_categories": CATEGORIES,
    "enterprise.regions": REGIONS,
    "enterprise.new_entry_certificates": FIRST_ENTRY_KINDS,
    "enterprise.industries": INDUSTRIES,
    "team.regions": REGIONS,
    "team.project_stages": STAGES,
    "team.industries": INDUSTRIES,
    TIERS: CERTIFICATE_KINDS,
}
"""The names that applicants declare, certificates have and units offer, by the path of the list in a policy."""


def list_policy_files() -> list[str]:
    """Return the codes of the shipped policies."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def load_policy_file(code: str) -> Policy:
    """Return the shipped policy with this code. LookupError for an unknown code; `policy_invalid` for a wrong file."""
    if code not in list_policy_files():
        raise LookupError(code)
    return check_policy(tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8")), names=NAMES)
