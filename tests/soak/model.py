"""The model of the soak: an independent account of rounds, years, coupons, contracts and payments. Yuan."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

ZERO = Decimal("0.00")
FEN = Decimal("0.01")
LIVE_CONTRACT = ("registered", "amended")
UNDER_WAY = (*LIVE_CONTRACT, "completed", "terminated")
ENDED_UNPAID = ("withdrawn", "expired")
CARRYING = ("approved", "paying", "closed")


@dataclass
class Period:
    """A number of days, months or working days, its start, and whether it rolls."""

    count: int
    unit: str
    rolls: bool = True
    start: str = ""


@dataclass
class Rules:
    """A policy as the soak wrote it."""

    share: Decimal
    smallest: Decimal
    evidence: frozenset[str]
    invoices: str
    months: frozenset[int]
    payee: str
    gives_back: frozenset[str]
    deadlines: dict[str, Period]

    def window(self, on: date) -> tuple[date, int]:
        while on.month not in self.months:
            on = date(on.year + (on.month == 12), on.month % 12 + 1, 1)
        return on, on.year


@dataclass
class Year:
    """The confirmed appropriation of a year."""

    pk: int
    amount: Decimal
    committed: Decimal


@dataclass
class Change:
    """A pending change of a round's budget."""

    pk: int
    budget: Decimal
    proposed_by: int


@dataclass
class Round:
    pk: int
    rules: Rules
    policy: int
    opens: datetime
    closes: datetime
    state: str = "draft"
    budget: Decimal = ZERO
    free: Decimal = ZERO
    held: Decimal = ZERO
    approved: Decimal = ZERO
    paid: Decimal = ZERO
    forfeited: Decimal = ZERO
    recovered: Decimal = ZERO
    created_by: int = 0
    edited_by: int = 0
    proposed_by: int | None = None
    change: Change | None = None

    @property
    def year(self) -> int:
        return (self.opens + timedelta(hours=8)).year


@dataclass
class Coupon:
    pk: int
    round: Round
    applicant: int
    year: int
    amount: Decimal
    claimed_on: date
    register_by: date
    state: str = "claimed"
    payable: Decimal | None = None
    contract: "Contract | None" = None
    valid_until: date | None = None
    redeem_by: date | None = None
    registered_on: date | None = None
    fault: str = ""


@dataclass
class Answer:
    """The answer to a claim with a key: request, moment, result."""

    coupon: int
    given: dict[str, Any]
    at: datetime


@dataclass
class Contract:
    pk: int
    project: int
    applicant: int
    unit: int
    amount: Decimal
    start: date
    end: date
    state: str = "draft"
    policy: int | None = None
    unsupported: frozenset[str] = frozenset()
    rules: Rules | None = None
    offered: set[int] = field(default_factory=set)
    total: Decimal = ZERO
    valid_until: date | None = None
    redeem_by: date | None = None
    redeem_from: date | None = None
    accepted: bool = False
    pressed_on: date | None = None
    terminated_on: date | None = None
    records: dict[int, tuple[date, Decimal]] = field(default_factory=dict)

    @property
    def stored_state(self) -> str:
        """Return the state in the database: a dropped draft is stored as terminated."""
        return "terminated" if self.state == "dropped" else self.state


@dataclass
class Redemption:
    pk: int
    contract: Contract
    actual: Decimal
    payable: Decimal
    state: str = "draft"
    invoices: dict[str, Decimal] = field(default_factory=dict)
    files: dict[int, str] = field(default_factory=dict)
    submitted_files: set[int] = field(default_factory=set)
    fault: str = ""
    returned_on: date | None = None
    correct_by: date | None = None
    batch: "Batch | None" = None
    decision: str = ""
    decided: Decimal | None = None
    decided_by: int | None = None
    notified_on: date | None = None
    appeal_by: date | None = None
    notice: int = 0
    items: dict[int, int] = field(default_factory=dict)
    raised: bool = False
    part: set[int] = field(default_factory=set)
    """Everybody who decided or approved it at any time."""
    batches: list["Batch"] = field(default_factory=list)
    """Every batch that had collected it."""

    @property
    def uses_invoices(self) -> bool:
        """Whether the redemption blocks its invoices for others."""
        return self.state not in ("draft", *ENDED_UNPAID)


@dataclass
class Batch:
    pk: int
    prepared_by: int
    state: str = "collecting"
    summarised_by: int | None = None
    cleared_by: set[int] = field(default_factory=set)
    """Everybody who cleared it at any time, also before it was sent back."""
    notice: int | None = None


@dataclass
class Notice:
    pk: int
    batch: Batch
    published_on: date
    ends: date
    ended: bool = False
    withdrawn: bool = False


@dataclass
class Objection:
    pk: int
    redemption: Redemption
    filed_on: date
    decide_by: date
    state: str = "filed"
    investigated_by: int | None = None
    escalated: bool = False

    @property
    def open(self) -> bool:
        return self.state in ("filed", "investigated")


@dataclass
class Appeal:
    pk: int
    redemption: Redemption
    side: str
    state: str = "filed"
    live: bool = True
    amount: Decimal | None = None
    examined_by: int | None = None


@dataclass
class Payment:
    pk: int
    redemption: Redemption
    payee: int
    amount: Decimal
    not_before: date
    fiscal_year: int
    state: str = "pending"
    opened: bool = False
    order: "Order | None" = None


@dataclass
class Order:
    pk: int
    prepared_by: int
    fiscal_year: int
    state: str = "prepared"


@dataclass
class ManualAnswer:
    """An answer of the bank entered by hand about the attempt of a payment on an order."""

    pk: int
    payment: Payment
    order: Order
    outcome: str
    entered_by: int
    paper: int
    state: str = "entered"
    decided_by: int | None = None


@dataclass
class Closing:
    pk: int
    period: date
    proposed_by: int
    state: str = "proposed"


@dataclass
class Unit:
    pk: int
    state: str = "admitted"
    leaves_on: date | None = None


@dataclass
class Project:
    pk: int
    applicant: int
    unit: int
    requested_on: date
    answer_by: date
    unsupported: frozenset[str] = frozenset()
    state: str = "requested"


@dataclass
class Sanction:
    pk: int
    party: int
    begins: date
    until: date
    proposed_by: int
    measure: str
    answer_by: date
    state: str = "proposed"
    lift_by: int | None = None


class Books:
    """The money of rounds and years, and how each transition of a coupon changes it (docs/domain.md section 6)."""

    def __init__(self) -> None:
        self.used: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)

    def claim(self, coupon: Coupon) -> None:
        coupon.round.free -= coupon.amount
        coupon.round.held += coupon.amount
        self.used[coupon.applicant, coupon.year] += coupon.amount

    def release(self, coupon: Coupon, *, state: str, cause: str, fault: str = "") -> None:
        """End a coupon unpaid, with the party at fault."""
        coupon.state, coupon.fault = state, fault or coupon.fault
        coupon.round.held -= coupon.amount
        self._give(coupon, coupon.amount, cause)

    def approve(self, coupon: Coupon, payable: Decimal, *, fault: str) -> None:
        coupon.state, coupon.payable, coupon.fault = "approved", payable, fault or coupon.fault
        coupon.round.held -= coupon.amount
        coupon.round.approved += payable
        self._give(coupon, coupon.amount - payable, "reduction")

    def pay(self, coupon: Coupon) -> None:
        assert coupon.payable is not None
        coupon.state = "paid"
        coupon.round.approved -= coupon.payable
        coupon.round.paid += coupon.payable

    def take_back(self, coupon: Coupon) -> None:
        """The bank returned what was paid."""
        assert coupon.payable is not None
        coupon.state = "approved"
        coupon.round.paid -= coupon.payable
        coupon.round.approved += coupon.payable

    def _give(self, coupon: Coupon, amount: Decimal, cause: str) -> None:
        if cause in coupon.round.rules.gives_back:
            coupon.round.free += amount
            self.used[coupon.applicant, coupon.year] -= amount
        else:
            coupon.round.forfeited += amount
