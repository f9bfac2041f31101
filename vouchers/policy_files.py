"""The policies that ship as files."""

import tomllib
from functools import cache
from pathlib import Path

from vouchers.rules.policies import Policy, parse_policy

FOLDER = Path(__file__).parent / "policies"


def list_policy_files() -> list[str]:
    """Return the codes of the shipped policies."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def load_policy_file(code: str) -> Policy:
    """Return the shipped policy with this code. LookupError for an unknown code; `policy_invalid` for a wrong file."""
    if code not in list_policy_files():
        raise LookupError(code)
    return parse_policy(tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8")))
