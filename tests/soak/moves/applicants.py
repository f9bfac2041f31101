"""Applicants: suspension, new declarations, revoked certificates."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.services.parties import resume_party, suspend_party
from applicants.models import Certificate
from applicants.services.certificates import revoke_certificate
from applicants.services.enterprises import EnterpriseFacts, update_declaration
from core.values.actors import Actor
from tests.factories.rounds import FACTS
from tests.soak.moves import often
from tests.soak.world import World

UNFIT: tuple[tuple[str, dict[str, Any]], ...] = (
    ("staff", {"staff": 501}),
    ("annual_sales", {"annual_sales": Decimal("200000000.01")}),
    ("bad_credit", {"bad_credit": True}),
    ("industry", {"industry": "retail"}),
    ("region", {"region": "hebei"}),
)


@often(3)
def suspend_or_resume(w: World) -> None:
    party = w.rng.choice(list(w.applicants))
    if not w.suspended and w.chance(0.7):
        return
    party = min(w.suspended, default=party)
    if party in w.suspended or w.chance(0.2):
        service, done, ready = resume_party, w.suspended.discard, party in w.suspended
    else:
        service, done, ready = suspend_party, w.suspended.add, True
    w.attempt(
        service.__name__,
        service,
        why=set() if ready else {"illegal_state"},
        effect=lambda _: done(party),
        party_id=party,
        reason="核查",
        actor=w.staff,
    )


@often(4)
def declare(w: World) -> None:
    """Update an enterprise's facts: within all limits, at a limit, or above one."""
    unfit = [pk for pk in w.founded if w.declared_unfit[pk]]
    if not unfit and w.chance(0.8):
        return
    party = w.rng.choice(unfit or list(w.founded))
    code, beyond = w.rng.choice(UNFIT) if w.chance(0.3) else ("", {"staff": 500})
    facts = EnterpriseFacts(**FACTS | {"district": "110108", "established_on": w.founded[party]} | beyond)
    stale = w.chance(0.1)

    def effect(_: Any) -> None:
        w.declared_unfit[party] = {code} - {""}
        w.declarations[party] += 1

    w.attempt(
        "update_declaration",
        update_declaration,
        why=({"illegal_state"} if party in w.suspended else set()) | ({"stale_version"} if stale else set()),
        effect=effect,
        party_id=party,
        facts=facts,
        version=w.declarations[party] - stale,
        actor=Actor(user_id=w.hands[party], party_id=party, party_name="", roles=frozenset()),
    )


@often(1)
def revoke(w: World) -> None:
    """Revoke a certificate: it counts until the day before."""
    party = w.pick(w.certified)
    if party is None or w.chance(0.85):
        return
    row = Certificate.objects.get(party_id=party)
    day = w.rng.choice((w.today, w.today + timedelta(days=3), date(2027, 12, 1)))
    why = {"illegal_state"} if w.certified[party] < date(2027, 11, 30) else set()
    why |= {"certificate_days"} if day > date(2027, 11, 30) else set()
    w.attempt(
        "revoke_certificate",
        revoke_certificate,
        why=why,
        effect=lambda _: w.certified.update({party: day - timedelta(days=1)}),
        certificate_id=row.pk,
        revoked_on=day,
        reason="不再符合条件",
        actor=w.staff,
    )
