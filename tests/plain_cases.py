"""The facts of tests/facts.py as calculator cases: one case of every operation."""

import copy

ENTERPRISE = {
    "kind": "enterprise",
    "region": "beijing",
    "established_on": "2023-05-10",
    "legal_person": True,
    "staff": 42,
    "annual_sales": "8600000.00",
    "total_assets": "12000000.00",
    "sound_finance": True,
    "bad_credit": False,
    "industry": "new_materials",
    "certificates": [
        {"kind": "tech_sme", "first_entry": "2025-04-01", "from": "2025-04-01", "until": "2025-12-31"},
    ],
}
TEAM = {
    "kind": "team",
    "region": "beijing",
    "legal_person": False,
    "members": 5,
    "students": 3,
    "project_stage": "development",
    "industry": "health",
}
CONTRACT = {
    "amount": "200000.00",
    "start": "2026-03-10",
    "end": "2026-05-20",
    "category": "testing",
    "statutory_testing": False,
    "municipal_funding": False,
}
CLAIM = {
    "id": "c",
    "op": "claim",
    "at": "2026-03-02T09:00:00+08:00",
    "applicant": ENTERPRISE,
    "barred_until": None,
    "used_this_year": "0.00",
    "amount": "50000.00",
    "round": {
        "opens_at": "2026-03-02T09:00:00+08:00",
        "closes_at": "2026-03-31T18:00:00+08:00",
        "remaining": "30000000.00",
    },
}
REGISTRATION = {
    "id": "r",
    "op": "registration",
    "on": "2026-03-09",
    "coupons": [{"amount": "50000.00", "claimed_on": "2026-03-02", "state": "claimed", "same_applicant": True}],
    "contract": CONTRACT,
    "open_unit": {"status": "admitted"},
}
REDEMPTION = {
    "id": "d",
    "op": "redemption",
    "on": "2026-06-01",
    "coupons": ["50000.00"],
    "actual_amount": "100000.00",
    "contract": {"start": "2026-03-10", "end": "2026-05-20"},
}
CASES = [
    CLAIM,
    REGISTRATION,
    REDEMPTION,
    {"id": "l", "op": "deadline", "rule": "register_by", "start": "2026-02-06"},
    {"id": "e", "op": "eligibility", "on": "2026-03-02", "applicant": TEAM, "barred_until": "2026-03-01"},
    {"id": "a", "op": "annual_limit", "on": "2026-03-02", "applicant": ENTERPRISE},
    {"id": "p", "op": "payment", "approved_on": "2026-10-01"},
    {"id": "s", "op": "subsidy", "class": "I", "grade": "good", "third_party_tester": False},
]


def changed(case: dict, path: str, value: object) -> dict:
    """A copy of a case with another value at a path."""
    copied = copy.deepcopy(case)
    *folders, name = path.split(".")
    inner = copied
    for folder in folders:
        inner = inner[int(folder)] if isinstance(inner, list) else inner[folder]
    inner[int(name) if isinstance(inner, list) else name] = value
    return copied
