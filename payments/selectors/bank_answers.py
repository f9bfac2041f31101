"""Reads of the bank's answers: files, lines, and what was recorded of the attempts that they name."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from core.database.searching import contains
from core.values.actors import Actor
from core.values.errors import DomainError
from core.values.money import ZERO
from payments.models import BankAnswer, BankAnswerLine, ManualAnswer, PaymentAttempt
from payments.permissions import STAFF
from payments.rules.bank_answers import (
    UNMATCHED,
    AnswerOutcome,
    AttemptFacts,
    LineVerdict,
    parse_attempt_number,
)
from payments.rules.manual_answers import MATCHABLE
from payments.rules.states import ManualAnswerState, PaymentState

BankAnswerRow: TypeAlias = BankAnswer
"""The type of a row, for pages and views, which may not import models."""
LineRow: TypeAlias = BankAnswerLine
TO_MATCH = "to_match"
"""A filter value beside the verdicts: lines that two persons may match, without a match that waits."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VerdictTally:
    """Lines of an answer with one verdict: how many, and the sum of their amounts in yuan."""

    verdict: str
    count: int
    amount: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundAttempt:
    """An attempt that a line names, and what is known of it."""

    pk: int
    payment_id: int
    facts: AttemptFacts


def visible_answers(actor: Actor) -> QuerySet[BankAnswer]:
    """Every answer for staff, none for others; without the bytes."""
    rows = BankAnswer.objects.select_related("order", "imported_by").defer("content_encrypted")
    rows = rows.annotate(
        waiting=Count("lines", filter=Q(lines__verdict=LineVerdict.WAITING)),
        unmatched=Count("lines", filter=Q(lines__verdict__in=UNMATCHED)),
        count=Count("lines"),
    )
    return rows if actor.has(*STAFF) else rows.none()


def visible_lines(actor: Actor) -> QuerySet[BankAnswerLine]:
    """Every line for staff, none for others."""
    rows = BankAnswerLine.objects.select_related("answer__order").defer("answer__content_encrypted")
    return rows if actor.has(*STAFF) else rows.none()


def get_visible_line(actor: Actor, line_id: int) -> BankAnswerLine:
    """Return a line that the actor may see. Raises `not_found`."""
    row = visible_lines(actor).filter(pk=line_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def list_lines(answer_id: int, *, limit: int) -> list[BankAnswerLine]:
    """Return the first lines of an answer, by their row, each with its match."""
    return list(with_match(BankAnswerLine.objects.filter(answer=answer_id)).order_by("row")[:limit])


def with_match(lines: QuerySet[BankAnswerLine]) -> QuerySet[BankAnswerLine]:
    """Add to lines the match that two persons make of them, `match` and `match_state`; a refused one is none."""
    live = ManualAnswer.objects.filter(line=OuterRef("pk")).exclude(state=ManualAnswerState.REFUSED)
    return lines.annotate(match=Subquery(live.values("pk")[:1]), match_state=Subquery(live.values("state")[:1]))


def unmatched(lines: QuerySet[BankAnswerLine]) -> QuerySet[BankAnswerLine]:
    """Return those of the lines that fit nothing and that two persons have not matched."""
    matched = ManualAnswer.objects.filter(line=OuterRef("pk"), state=ManualAnswerState.CONFIRMED)
    return lines.filter(~Exists(matched), verdict__in=UNMATCHED)


def search_unmatched(actor: Actor, *, verdict: str = "", text: str = "") -> QuerySet[BankAnswerLine]:
    """The lines that fit nothing, by verdict or TO_MATCH, and by text in number, holder or reason."""
    rows = unmatched(visible_lines(actor))
    if verdict == TO_MATCH:
        rows = _to_match(rows)
    elif verdict:
        rows = rows.filter(verdict=LineVerdict(verdict))
    rows = with_match(rows)
    return rows.filter(contains(text, "number", "holder", "reason")) if text else rows


def count_unmatched() -> int:
    """Count the lines that fit nothing and that two persons may match, without a match that waits or is confirmed."""
    return _to_match(BankAnswerLine.objects.all()).count()


def _to_match(lines: QuerySet[BankAnswerLine]) -> QuerySet[BankAnswerLine]:
    live = ManualAnswer.objects.filter(line=OuterRef("pk")).exclude(state=ManualAnswerState.REFUSED)
    return lines.filter(~Exists(live), verdict__in=MATCHABLE)


def get_visible_answer(actor: Actor, answer_id: int) -> BankAnswer:
    """Return an answer that the actor may see. Raises `not_found`."""
    row = visible_answers(actor).filter(pk=answer_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def get_answer(answer_id: int) -> BankAnswer:
    """Return an answer with its bytes. Raises `not_found`."""
    row = BankAnswer.objects.filter(pk=answer_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def list_answers(order_id: int) -> list[BankAnswer]:
    """Return the answers to an order, the newest first, each with the counts of its lines."""
    rows = BankAnswer.objects.filter(order=order_id).select_related("imported_by").defer("content_encrypted")
    rows = rows.annotate(count=Count("lines"), unmatched=Count("lines", filter=Q(lines__verdict__in=UNMATCHED)))
    return list(rows.order_by("-pk"))


def find_answer(*, order_id: int, sha256: str) -> BankAnswer | None:
    """Return the earlier import of this file for the order, without its content."""
    return BankAnswer.objects.filter(order=order_id, sha256=sha256).defer("content_encrypted").first()


def tally_lines(answer_id: int) -> list[VerdictTally]:
    """Return the counts and sums of an answer's lines by verdict, in the order of the verdicts. One query."""
    rows = BankAnswerLine.objects.filter(answer=answer_id).order_by().values("verdict")
    found = {each["verdict"]: each for each in rows.annotate(n=Count("pk"), sum=Sum("amount"))}
    return [
        VerdictTally(verdict=verdict, count=found[verdict]["n"], amount=found[verdict]["sum"] or ZERO)
        for verdict in LineVerdict
        if verdict in found
    ]


def find_attempts(numbers: Collection[str]) -> dict[str, FoundAttempt]:
    """Return number → the attempt that has it, with what was recorded of it. Three queries.

    What was recorded is the state of the payment while it is the payment's last attempt. An attempt with a later one has
    failed, or was returned.
    """
    named = set(numbers)
    parsed = [found for number in named if (found := parse_attempt_number(number)) is not None]
    rows = PaymentAttempt.objects.filter(payment_id__in={payment_id for payment_id, _ in parsed})
    rows = rows.select_related("payment", "account")
    returned = _returned(rows)
    return {
        attempt.number: FoundAttempt(
            pk=attempt.pk, payment_id=attempt.payment_id, facts=_facts(attempt, returned=attempt.pk in returned)
        )
        for attempt in rows
        if attempt.number in named  # two texts may name one attempt, of which one has a wrong year
    }


def has_waiting_lines(*, at: datetime) -> bool:
    """Whether a line of any answer waits. The moment does not matter; the runner of jobs gives it."""
    return BankAnswerLine.objects.filter(verdict=LineVerdict.WAITING).exists()


def list_waiting_answers() -> list[int]:
    """List the answers with lines that wait, the oldest first."""
    rows = BankAnswerLine.objects.filter(verdict=LineVerdict.WAITING).order_by("answer_id")
    return list(rows.values_list("answer_id", flat=True).distinct())


def list_waiting_lines(answer_id: int, *, limit: int) -> list[BankAnswerLine]:
    """Return the first lines of an answer that wait, by their row."""
    rows = BankAnswerLine.objects.filter(answer=answer_id, verdict=LineVerdict.WAITING).order_by("row")
    return list(rows[:limit])


def _returned(attempts: QuerySet[PaymentAttempt]) -> set[int]:
    """Return those of the attempts that were returned, by a line or by two persons. Two queries."""
    ids = attempts.order_by().values("pk")
    lines = BankAnswerLine.objects.filter(attempt__in=ids, verdict=LineVerdict.RETURNED)
    by_hand = ManualAnswer.objects.filter(
        attempt__in=ids, state=ManualAnswerState.CONFIRMED, outcome=AnswerOutcome.RETURNED
    )
    found = [*lines.values_list("attempt_id", flat=True), *by_hand.values_list("attempt_id", flat=True)]
    return {pk for pk in found if pk is not None}


def _facts(attempt: PaymentAttempt, *, returned: bool) -> AttemptFacts:
    return AttemptFacts(
        order_id=attempt.order_id,
        amount=attempt.amount,
        last_four=attempt.account.last_four,
        answered=_answered(attempt, returned=returned),
    )


def _answered(attempt: PaymentAttempt, *, returned: bool) -> AnswerOutcome | None:
    """Return what was recorded of an attempt, with or without a file."""
    payment = attempt.payment
    if returned:  # its payment stays paid where the money was kept
        return AnswerOutcome.RETURNED
    if payment.order_id == attempt.order_id and payment.state == PaymentState.SENT:
        return None
    if payment.order_id == attempt.order_id and payment.state == PaymentState.PAID:
        return AnswerOutcome.PAID
    return AnswerOutcome.FAILED
