"""Invoices and files of a redemption."""

from decimal import Decimal
from itertools import count

from core.files.uploads import Accepted
from redemptions.rules.invoices import InvoiceFacts
from redemptions.services.evidence import add_evidence, remove_evidence
from redemptions.services.invoices import set_invoices
from tests import files
from tests.soak.model import FEN, Redemption
from tests.soak.moves import often, state
from tests.soak.moves.finding import unit_of, used_elsewhere
from tests.soak.world import World

OPEN = ("draft", "returned")
KINDS = ("contract", "invoice", "payment_proof", "result", "service_record")
_numbers = count(1)


def _invoice(w: World, row: Redemption, number: str, amount: Decimal) -> InvoiceFacts:
    buyer = w.parties[row.contract.applicant]
    return InvoiceFacts(
        code="",
        number=number,
        issued_on=min(w.today, row.contract.end),
        seller_uscc=w.parties[row.contract.unit].uscc or "",
        buyer_uscc=buyer.uscc or "",
        buyer_name=buyer.name,
        amount=amount,
    )


@often(50)
def enter_invoices(w: World) -> None:
    without = [row for row in w.redemptions.values() if row.state in OPEN and not row.invoices]
    row = w.choose(without, w.redemptions.values())
    if row is None:
        return
    unit, why = unit_of(w, row)
    numbers = [f"26{next(_numbers):018d}" for _ in range(w.rng.choice((1, 1, 2)))]
    known = [number for each in w.redemptions.values() for number in each.invoices]
    if known and w.chance(0.12):
        numbers[0] = w.rng.choice(known)
    if w.chance(0.02):
        numbers.append(numbers[0])
    parts = [row.actual] if len(numbers) == 1 else [row.actual - FEN, *([FEN] * (len(numbers) - 1))]
    if w.chance(0.05):
        parts[0] -= FEN
    why |= state(row, *OPEN) | ({"invoice_reused"} if set(numbers) & used_elsewhere(w, row) else set())
    why |= {"invoice_repeated"} if len(set(numbers)) < len(numbers) else set()
    why |= {"invoice_amount"} if any(part == 0 for part in parts) else set()
    why |= {"invoice_red_letter"} if any(part < 0 for part in parts) else set()

    def effect(_) -> None:
        row.invoices = dict(zip(numbers, parts, strict=True))

    w.attempt(
        "set_invoices",
        set_invoices,
        why=why,
        effect=effect,
        redemption_id=row.pk,
        unit_id=unit,
        invoices=[_invoice(w, row, number, part) for number, part in zip(numbers, parts, strict=True)],
        version=None,
        actor_id=w.hands[unit],
    )


def _file(kind: str) -> Accepted:
    """Return a unique file; a PDF, which is slow to check, only if required."""
    number = next(_numbers)
    if kind == "contract":
        return files.accepted("contract.pdf", files.pdf(str(number)), kind=kind)
    return files.accepted(f"{kind}.png", files.image(size=(number % 97 + 1, number // 97 + 1)), kind=kind)


@often(50)
def bring_files(w: World) -> None:
    def lacks(row: Redemption) -> set[str]:
        asked = row.contract.rules.evidence if row.contract.rules else frozenset()
        return asked - set(row.files.values()) - {"acceptance", "service_record"}

    wanting = [row for row in w.redemptions.values() if row.state in OPEN and lacks(row)]
    row = w.choose(wanting, w.redemptions.values())
    if row is None:
        return
    for kind in sorted(lacks(row)) or [w.rng.choice(KINDS if w.chance(0.1) else KINDS[1:])]:
        w.attempt(
            "add_evidence",
            add_evidence,
            why=state(row, *OPEN),
            effect=lambda made, kind=kind: row.files.update({made.pk: kind}),
            redemption_id=row.pk,
            unit_id=row.contract.unit,
            kind=kind,
            file=_file(kind),
            actor_id=w.hands[row.contract.unit],
        )


@often(8)
def take_file_back(w: World) -> None:
    row = w.pick([each for each in w.redemptions.values() if each.files])
    if row is None or w.chance(0.5):
        return
    found = w.rng.choice(list(row.files))
    why = state(row, *OPEN) | ({"evidence_submitted"} if found in row.submitted_files else set())
    w.attempt(
        "remove_evidence",
        remove_evidence,
        why=why,
        effect=lambda _: row.files.pop(found),
        redemption_id=row.pk,
        attachment_id=found,
        unit_id=row.contract.unit,
        actor_id=w.hands[row.contract.unit],
    )
