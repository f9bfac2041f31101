"""The world of one run: users, parties, policies, the clock; every operation goes through `attempt` and is compared."""

import random
from collections import Counter
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from core.values.actors import Actor
from core.values.errors import DomainError, Refused
from payments.services.bank_answers import AnswerFile
from tests.factories import contracts as made
from tests.factories import parties, payee_accounts, rounds
from tests.soak import model
from tests.soak.compare import differences, fingerprint
from tests.soak.database import empty_database
from tests.soak.days import Days, day_of, months_on
from vouchers.policy_files import load_policy_file
from vouchers.rules.policies import to_dict

T = TypeVar("T")
ALL = ("return", "lapse_unregistered", "lapse_unredeemed", "termination", "reduction", "rejection")
STARTS = ((2026, 3, 2, 1), (2026, 4, 27, 3), (2026, 8, 17, 15), (2026, 10, 28, 2), (2026, 12, 21, 2), (2027, 1, 11, 16))
USUAL: dict[str, tuple[int, str, bool, str]] = {
    "register_by": (15, "days", True, "claim"),
    "valid_until": (3, "months", True, "registration"),
    "redeem_by": (1, "months", True, "contract_end"),
    "correction": (10, "working_days", True, "return"),
    "appeal": (10, "working_days", True, "notification"),
}
"""The periods of beijing-2023 that the policies of a run may change: count, unit, rolls, start."""
POLICIES: tuple[tuple[str, dict[str, Any], dict[str, tuple[int, str, bool, str]]], ...] = (
    ("soak-full", {"evidence": ["invoice", "payment_proof", "result", "service_record", "acceptance"]}, {}),
    (
        "soak-keep",
        {
            "give_back": dict.fromkeys(ALL, False) | {"return": True},
            "contract_share": "0.25",
            "evidence": ["service_record"],
            "invoice_total": "none",
            "payment_months": [2, 3, 4, 5, 6, 11],
        },
        {
            "register_by": (20, "working_days", True, "claim"),
            "valid_until": (5, "months", False, "claim"),
            "correction": (7, "days", True, "return"),
        },
    ),
    (
        "soak-cash",
        {
            "payee": "applicant",
            "invoice_total": "payable",
            "coupon_smallest": "100.00",
            "evidence": ["invoice", "acceptance"],
            "payment_months": list(range(1, 13)),
        },
        {"redeem_by": (20, "days", False, "contract_end"), "appeal": (1, "months", True, "notification")},
    ),
)


class ViolationError(AssertionError):
    """A broken invariant, with the operations that led to it."""


class World:
    """One run and its random choices. `at` is the business moment."""

    def __init__(self, dice: int) -> None:
        empty_database()
        self.rng = random.Random(dice)
        self.days, self.books = Days(), model.Books()
        self.at = datetime(*self.rng.choice(STARTS), tzinfo=UTC)
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.log: list[str] = []
        self.rounds: dict[int, model.Round] = {}
        self.years: dict[int, model.Year] = {}
        self.coupons: dict[int, model.Coupon] = {}
        self.projects: dict[int, model.Project] = {}
        self.contracts: dict[int, model.Contract] = {}
        self.redemptions: dict[int, model.Redemption] = {}
        self.batches: dict[int, model.Batch] = {}
        self.notices: dict[int, model.Notice] = {}
        self.objections: dict[int, model.Objection] = {}
        self.appeals: dict[int, model.Appeal] = {}
        self.payments: dict[int, model.Payment] = {}
        self.orders: dict[int, model.Order] = {}
        self.manual: dict[int, model.ManualAnswer] = {}
        self.answered: list[tuple[model.Payment, int, AnswerFile]] = []
        """Imported answers: the payment, the order, the file."""
        self.entries: list[tuple[str, date, Decimal]] = []
        self.closings: dict[int, model.Closing] = {}
        self.sanctions: dict[int, model.Sanction] = {}
        self.keys: dict[tuple[int, UUID], model.Answer] = {}
        self.struck: list[tuple[int, date]] = []
        """Struck-off units whose contracts are not handled yet, with the day."""
        self._people()
        self._parties()
        self._policies()
        self.print = fingerprint()
        self.compare()

    @property
    def today(self) -> date:
        return day_of(self.at)

    def enter(self, kind: str, row: model.Payment) -> None:
        """Record an entry of the reconciliation of today."""
        self.entries.append((kind, self.today, row.amount))

    def attempt(
        self,
        name: str,
        service: Callable[..., T],
        /,
        *,
        why: Collection[str],
        effect: Callable[[T], None] = lambda _: None,
        whole: bool = False,
        **given: Any,
    ) -> T | None:
        """Call a service now. With codes in `why` it must be refused with some of them and no others, with all of them
        if `whole`; without codes it must succeed, and `effect` changes the model. A refusal must write nothing."""
        self.log.append(f"{self.at:%Y-%m-%d %H:%M:%S} {name} {_brief(given)} {sorted(why) if why else ''}")
        try:
            result = service(**given, at=self.at)
        except DomainError as error:
            self._refused(name, error, set(why), whole=whole and isinstance(error, Refused))
            return None
        except Exception as error:
            raise ViolationError(f"{name} escaped: {error!r}\n{self.story()}") from error
        self.done[name] += 1
        if why:
            self.fail(f"{name} should be refused for {sorted(why)}")
        effect(result)
        self.compare()
        return result

    def compare(self) -> None:
        """Assert that the database equals the model."""
        if found := differences(self):
            self.fail("; ".join(found[:5]))

    def fail(self, what: str) -> None:
        raise ViolationError(f"{what}\n{self.story()}")

    def story(self) -> str:
        return "\n".join(self.log[-40:])

    def pick(self, things: Collection[T]) -> T | None:
        """Return one of these, None if empty."""
        return self.rng.choice(list(things)) if things else None

    def choose(self, ready: Collection[T], everything: Collection[T]) -> T | None:
        """Return mostly a ready row, sometimes any; without a ready one seldom any, for an illegal operation."""
        if ready and self.chance(0.88):
            return self.rng.choice(list(ready))
        return self.pick(everything) if ready or self.chance(0.03) else None

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def suspended_payee(self, party: int) -> bool:
        """Whether payments to the party are suspended today."""
        return any(
            row.party == party
            and row.measure == "payments_suspended"
            and (row.state == "in_force" or (row.state == "decided" and row.begins <= self.today))
            for row in self.sanctions.values()
        )

    def barred(self, party: int) -> bool:
        return any(
            row.party == party
            and row.measure == "applicant_barred"
            and row.state in ("decided", "in_force")
            and row.begins <= self.today <= row.until
            for row in self.sanctions.values()
        )

    def limit(self, applicant: int) -> Decimal:
        """Return the applicant's yearly limit by today's certificates."""
        certified = applicant in self.certified and self.today <= self.certified[applicant]
        return Decimal("500000.00" if certified else "200000.00")

    def unfit(self, applicant: int) -> set[str]:
        """Return the refusals of article 7 for the applicant today."""
        founded = self.founded.get(applicant)
        old = {"age_or_new_tech_sme"} if founded and self.today > months_on(founded, 60) else set()
        return old | self.declared_unfit[applicant]

    def _refused(self, name: str, error: DomainError, why: set[str], *, whole: bool) -> None:
        codes = {refusal.code for refusal in error.refusals}
        self.refused[f"{name}: {', '.join(sorted(codes))}"] += 1
        self.log[-1] += f" -> {sorted(codes)}"
        if not codes or not codes <= why or (whole and codes != why):
            self.fail(f"{name} was refused for {sorted(codes)}, not for {sorted(why)}")
        if fingerprint() != self.print:
            self.fail(f"{name} was refused and changed something")

    def _people(self) -> None:
        actors = {
            role: [made.staff(role) for _ in range(count)]
            for role, count in (("case_officer", 3), ("approver", 2), ("finance", 2))
        }
        self.staff: Actor = actors["case_officer"][0]
        self.officers = [actor.user_id for actor in actors["case_officer"]]
        self.approvers = [actor.user_id for actor in actors["approver"]]
        self.finance = [actor.user_id for actor in actors["finance"]]
        self.everybody = [*self.officers, *self.approvers, *self.finance]

    def _parties(self) -> None:
        soon_old = months_on(self.today, -60) + timedelta(days=self.rng.choice((30, 60, 90)))
        days = [date(2025, 6, 1)] * 3 + [soon_old]
        companies = [rounds.enterprise(established_on=day) for day in days]
        teams = [parties.team().party for _ in range(2)]
        units = [made.unit() for _ in range(3)]
        for party in (*companies, *teams, *(unit.party for unit in units)):
            payee_accounts.ready(party.pk, at=self.at)
        self.certified = {rounds.certified(row).pk: date(2027, 11, 30) for row in companies[:2]}
        self.founded = {row.pk: day for row, day in zip(companies, days, strict=True)}
        self.applicants = {row.pk: row for row in (*companies, *teams)}
        self.declared_unfit: dict[int, set[str]] = {pk: set() for pk in self.applicants}
        self.declarations = dict.fromkeys(self.founded, 1)
        self.suspended: set[int] = set()
        self.units = {row.pk: model.Unit(row.pk) for row in units}
        self.parties = self.applicants | {row.pk: row.party for row in units}
        self.hands = {row.pk: made.acting(row, "applicant_operator").user_id for row in self.applicants.values()}
        self.hands |= {row.pk: made.acting(row.party, "unit_operator").user_id for row in units}

    def _policies(self) -> None:
        self.policies: dict[int, model.Rules] = {}
        for code, changes, other in POLICIES:
            periods = USUAL | other
            standard = to_dict(load_policy_file("beijing-2023"))
            deadlines = standard["deadlines"] | {name: _stored(*period) for name, period in other.items()}
            params = standard | changes
            self.policies[rounds.policy(code=code, **changes, deadlines=deadlines).pk] = model.Rules(
                share=Decimal(params["contract_share"]),
                smallest=Decimal(params["coupon_smallest"]),
                evidence=frozenset(params["evidence"]),
                invoices=params["invoice_total"],
                months=frozenset(params["payment_months"]),
                payee=params["payee"],
                gives_back=frozenset(cause for cause, given in params["give_back"].items() if given),
                deadlines={name: model.Period(*period) for name, period in periods.items()},
            )


def _stored(count: int, unit: str, rolls: bool, start: str) -> dict[str, Any]:
    return {"start": start, "count": count, "unit": unit, "rolls": rolls}


def an_hour(count: int = 1) -> timedelta:
    return timedelta(hours=count)


def _brief(given: dict[str, Any]) -> str:
    return " ".join(f"{name}={getattr(value, 'pk', value)}" for name, value in given.items())[:300]
