"""Registered contracts and their redemptions, with amounts, invoices and files."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from accounts.models import Party
from core.database.transactions import write
from core.events.transitions import move, record_beginning
from core.models import Attachment, Event
from core.timekeeping.calendars import get_calendar
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.values.money import share_of, total, yuan
from facilities.models import OpenUnit
from redemptions.models import Redemption
from redemptions.rules.invoices import InvoiceFacts
from redemptions.services.evidence import add_evidence
from redemptions.services.formal_checks import return_redemption
from redemptions.services.invoices import set_invoices
from redemptions.services.redemptions import start_redemption, submit_redemption, update_redemption
from tests import files
from tests.factories.contracts import MONDAY, acting, project, staff, unit, user
from tests.factories.rounds import coupon, enterprise, round_
from vouchers.models import Coupon, Round, ServiceContract, ServiceRecord
from vouchers.rules.deadlines import redeem_by
from vouchers.rules.states import CONTRACT
from vouchers.selectors.policies import get_policy
from vouchers.services.coupon_transitions import move_coupons

END = date(2026, 5, 20)
"""The default end of contracts; redeem_by is 2026-06-22, a Monday after a weekend."""
LAST_SECOND = datetime(2026, 6, 22, 15, 59, 59, tzinfo=UTC)
TOO_LATE = LAST_SECOND + timedelta(seconds=1)
DONE = datetime(2026, 5, 21, 1, 0, tzinfo=UTC)
"""The day after the end, 09:00 in Beijing."""
KINDS = ("contract", "invoice", "payment_proof", "result")

_numbers = count(1)


def contract(
    *amounts: str,
    of: OpenUnit | None = None,
    applicant: Party | None = None,
    in_round: Round | None = None,
    accepted: bool = True,
    recorded: bool = True,
    **columns: Any,
) -> ServiceContract:
    """A completed contract over twice its coupons (by default one of 50,000), its results accepted."""
    of, applicant, in_round = of or unit(), applicant or enterprise(), in_round or round_()
    coupons = [coupon(of=applicant, in_round=in_round, amount=amount) for amount in amounts or ("50000.00",)]
    row = _register(coupons, of=of, columns=columns)
    if accepted:
        ServiceContract.objects.filter(pk=row.pk).update(results_accepted_at=DONE, results_accepted_by=user())
    if recorded:
        record_service(row, amount=row.amount, description=row.title)
    return ServiceContract.objects.get(pk=row.pk)


def record_service(row: ServiceContract, *, amount: Decimal, **columns: Any) -> ServiceRecord:
    """Record a service under the contract."""
    values = {"done_on": date(2026, 4, 1), "hours": Decimal(8), "description": "测试", "at": DONE, **columns}
    return ServiceRecord.objects.create(contract=row, amount=amount, recorded_by=user(), **values)


@write
def _register(coupons: list[Coupon], *, of: OpenUnit, columns: dict[str, Any]) -> ServiceContract:
    held = total(each.amount for each in coupons)
    version = coupons[0].round.policy_version
    values = {
        "amount": held * 2,
        "start_on": date(2026, 3, 10),
        "end_on": END,
        "signed_on": date(2026, 3, 9),
        "reference": f"KJ-{next(_numbers):06d}",
        "title": "电池材料测试",
        **columns,
    }
    last = redeem_by(contract_end=values["end_on"], policy=get_policy(version.pk), calendar=get_calendar())
    applicant = coupons[0].applicant
    row = ServiceContract.objects.create(
        project=project(applicant=applicant, of=of, title=values["title"]),
        applicant=applicant,
        unit=of,
        policy_version=version,
        category="testing",
        shortfall_bearer="applicant",
        statutory_testing=False,
        municipal_funding=False,
        coupon_limit=share_of(amount=values["amount"], share=Decimal("0.5")),
        coupon_total=held,
        redeem_by_raw=last.raw,
        redeem_by=last.day,
        registered_at=MONDAY + timedelta(days=7),
        created_at=MONDAY,
        **values,
    )
    record_beginning(row, machine=CONTRACT, event="contract.drafted", at=MONDAY, actor_id=None)
    bound = {
        "contract_id": row.pk,
        "registered_on": beijing_day(MONDAY + timedelta(days=7)),
        "valid_until": date(2026, 6, 9),
        "redeem_by": last.day,
    }
    columns_by_coupon = {each.pk: bound for each in coupons}
    move_coupons(coupons=coupons, target="registered", at=MONDAY, actor_id=None, columns=columns_by_coupon)
    move([row], machine=CONTRACT, target="registered", at=MONDAY, actor_id=None)
    move([row], machine=CONTRACT, target="completed", at=MONDAY, actor_id=None)
    return row


def operator(row: ServiceContract | Redemption) -> Actor:
    """A user of the unit."""
    return acting(row.unit.party, "unit_operator")


def officer() -> Actor:
    """A case officer."""
    return staff("case_officer")


def draft(row: ServiceContract | None = None, *, at: datetime = DONE) -> Redemption:
    """A drafted redemption of the contract."""
    row = row or contract()
    return start_redemption(contract_id=row.pk, unit_id=row.unit_id, actor_id=operator(row).user_id, at=at)


def invoice(row: Redemption, *, number: str = "", **changes: Any) -> InvoiceFacts:
    """A valid digital invoice over the whole actual amount."""
    values = {
        "code": "",
        "number": number or f"2611{next(_numbers):016d}",
        "issued_on": date(2026, 5, 20),
        "seller_uscc": row.unit.party.uscc or "",
        "buyer_uscc": row.applicant.uscc or "",
        "buyer_name": row.applicant.name,
        "amount": row.actual_amount,
        **changes,
    }
    return InvoiceFacts(**values)


def enter(row: Redemption, *invoices: InvoiceFacts, at: datetime = DONE) -> Redemption:
    """The redemption with these invoices."""
    return set_invoices(
        redemption_id=row.pk,
        unit_id=row.unit_id,
        invoices=invoices,
        version=None,
        actor_id=operator(row).user_id,
        at=at,
    )


def bring(row: Redemption, *kinds: str, prefix: str = "", at: datetime = DONE) -> None:
    """Upload a file of each kind, all different."""
    for kind in kinds:
        add_evidence(
            redemption_id=row.pk,
            unit_id=row.unit_id,
            kind=kind,
            file=files.accepted_pdf(f"{prefix}{kind}.pdf", f"{kind} {next(_numbers)}"),
            actor_id=operator(row).user_id,
            at=at,
        )


def bring_picture(row: Redemption, *, name: str = "图.png", at: datetime = DONE) -> Attachment:
    """Upload a picture as a result."""
    return add_evidence(
        redemption_id=row.pk,
        unit_id=row.unit_id,
        kind="result",
        file=files.accepted(name, files.image(size=(next(_numbers), 9))),
        actor_id=operator(row).user_id,
        at=at,
    )


def complete(
    row: ServiceContract | None = None, *, number: str = "", prefix: str = "", at: datetime = DONE
) -> Redemption:
    """A complete draft; the names of its files begin with the prefix."""
    made = draft(row, at=at)
    enter(made, invoice(made, number=number), at=at)
    bring(made, *KINDS, prefix=prefix, at=at)
    return Redemption.objects.get(pk=made.pk)


def set_actual(row: Redemption, actual: str, *, own: str | None = None, at: datetime = DONE) -> Redemption:
    """The redemption with another actual amount."""
    return update_redemption(
        redemption_id=row.pk,
        unit_id=row.unit_id,
        actual_amount=Decimal(actual),
        own_payment=Decimal(own) if own is not None else None,
        version=None,
        actor_id=operator(row).user_id,
        at=at,
    )


def submit(row: Redemption, *, at: datetime = DONE, answer: str = "已逐条更正") -> Redemption:
    """Submit a redemption, as the unit, after a return with an answer."""
    return submit_redemption(
        redemption_id=row.pk, unit_id=row.unit_id, version=None, actor_id=operator(row).user_id, at=at, answer=answer
    )


def submitted(row: ServiceContract | None = None, *, at: datetime = DONE) -> Redemption:
    """A submitted redemption, before its formal check."""
    return submit(complete(row), at=at)


def returned(row: ServiceContract | None = None, *, fault: str = "unit", at: datetime = DONE) -> Redemption:
    """A returned redemption: returned on 2026-05-21, to be corrected by 2026-06-04."""
    made = submitted(row, at=at)
    return return_redemption(
        redemption_id=made.pk,
        reason="付款凭证不清晰",
        fault=fault,
        version=None,
        actor_id=officer().user_id,
        at=at,
    )


def held(row: Redemption) -> str:
    """The held money of the contract's round, in yuan."""
    return yuan(Round.objects.filter(coupons__contract=row.contract_id).distinct().get().held)


def states(row: Redemption) -> list[str]:
    """The states of the contract's coupons, in order."""
    return list(Coupon.objects.filter(contract=row.contract_id).order_by("pk").values_list("state", flat=True))


def now(row: Redemption) -> Redemption:
    """Return the stored redemption."""
    return Redemption.objects.get(pk=row.pk)


def state(row: Redemption) -> str:
    """Return the stored state of the redemption."""
    return now(row).state


def events(row: Redemption) -> list[str]:
    """The types of the redemption's own events, in order."""
    told = Event.objects.filter(subject_kind="redemption", subject_id=row.pk).exclude(type__startswith="attachment.")
    return list(told.order_by("id").values_list("type", flat=True))
