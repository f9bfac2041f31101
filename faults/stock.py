"""Data of a run, made by services before the first fault: staff, units, firms, rounds, overdue coupons."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from knox.models import AuthToken

from accounts.selectors.users import get_user_by_username
from accounts.services.parties import verify_party
from accounts.services.users import open_account
from applicants.services.enterprises import register_enterprise
from core.models import IdempotencyKey
from core.timekeeping import clock
from core.values.actors import Actor
from demonstration import opening, people, units
from demonstration.days import Days
from demonstration.opening import POLICY, claim
from demonstration.roster import make_uscc
from facilities.models import Service
from vouchers.models import Coupon

FIRMS = 12
BUDGETS = {"round": "20000000.00", "small": "60000.37"}
OVERDUE = 20
"""Coupons of each firm that are overdue when the first worker starts."""


def prepare(path: Path) -> None:
    """Create the data and write what the clients need as JSON."""
    path.write_text(json.dumps(_prepare(), ensure_ascii=False))


def _prepare() -> dict[str, Any]:
    now = clock.now()
    days = Days(now=now)
    people.load_staff(at=days.first)
    opening.publish_policies(days)
    units.admit_known(days)
    rounds = {
        key: opening.open_round(days, POLICY, name=key, budget=budget, opens=60, closes=-60)
        for key, budget in BUDGETS.items()
    }
    firms = [_firm(number, at=now - timedelta(days=50)) for number in range(FIRMS)]
    for firm in firms:
        for _ in range(OVERDUE):
            claim(
                round_id=rounds["round"].pk,
                applicant_id=firm["party"],
                amount=Decimal("10.00"),
                actor_id=firm["user"],
                at=now - timedelta(days=40),
            )
    return {
        "rounds": {key: row.pk for key, row in rounds.items()},
        "firms": firms,
        "lab": _actor(people.LAB) | {"service": _service(), "uscc": people.USCCS[people.LAB]},
        "officer": _actor(people.OFFICER),
        "admin": _actor(people.ADMIN),
        "keys": [str(key) for key in IdempotencyKey.objects.values_list("key", flat=True)],
        "last_coupon": Coupon.objects.order_by("-pk").values_list("pk", flat=True)[0],
    }


def _service() -> int:
    unit = people.party_of(people.LAB)
    return Service.objects.filter(unit_id=unit, category="testing").values_list("pk", flat=True)[0]


def _actor(username: str) -> dict[str, Any]:
    user = get_user_by_username(username)
    return {"user": user.pk, "party": people.party_of(username), "token": AuthToken.objects.create(user=user)[1]}


def _firm(number: int, *, at: datetime) -> dict[str, Any]:
    """Create a verified enterprise with one manager."""
    username, name, uscc = f"firm-{number}", f"示例科技{number}有限公司", make_uscc(number)
    user = open_account(
        username=username, name="李示例", email=f"{username}@example.org", password=people.PASSWORD, at=at
    )
    actor = Actor(user_id=user.pk, party_id=None, party_name="", roles=frozenset())
    party = register_enterprise(name=name, uscc=uscc, facts=people.FACTS, actor=actor, at=at)
    verify_party(party_id=party.pk, actor=people.acting(people.OFFICER), at=at)
    return _actor(username) | {"uscc": uscc, "name": name}
