"""Reads of answers of the bank that are entered by hand, and of what a line that fits nothing may be about."""

from collections.abc import Collection
from typing import TypeAlias

from django.db.models import Q, QuerySet

from core.values.actors import Actor
from core.values.characters import as_shown
from core.values.errors import DomainError
from core.values.object_numbers import Series, id_in_series
from payments.models import BankAnswerLine, ManualAnswer, Payment, PaymentAttempt
from payments.permissions import MONEY_READERS
from payments.rules.bank_answers import AnswerOutcome
from payments.rules.manual_answers import MATCHABLE, MATCHABLE_STATES
from payments.rules.states import ManualAnswerState
from payments.selectors.cases import parties_of

ManualAnswerRow: TypeAlias = ManualAnswer
"""The type of a row, for pages and views, which may not import models."""
TO_CONFIRM, TO_CONFIRM_MATCH = "to_confirm", "to_confirm_match"
"""Filter values beside the states: those from the bank's paper, and the matched lines, that the reader may confirm."""
MOST_CANDIDATES = 50


def visible_manual_answers(actor: Actor) -> QuerySet[ManualAnswer]:
    """Every answer entered by hand for staff who read money, none for others."""
    rows = ManualAnswer.objects.select_related("attempt__payment__payee", "attempt__order", "line")
    return rows if actor.has(*MONEY_READERS) else rows.none()


def search_manual_answers(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[ManualAnswer]:
    """The answers entered by hand, by state, TO_CONFIRM or TO_CONFIRM_MATCH, and by the number of the payment or the attempt."""
    rows = visible_manual_answers(actor).select_related("entered_by", "decided_by")
    rows = rows.filter(_wanted(state, user_id=actor.user_id)) if state else rows
    if not text:
        return rows
    shown = as_shown(text)
    number = id_in_series(shown.rpartition("-")[0] if shown.count("-") > 1 else shown, Series.PAYMENT)
    return rows.filter(attempt__payment_id=number) if number is not None else rows.none()


def get_visible_manual_answer(actor: Actor, answer_id: int) -> ManualAnswer:
    """Return an answer entered by hand with the people who acted on it. Raises `not_found`."""
    people = ("entered_by", "decided_by", "line__answer__order", "attempt__account")
    row = visible_manual_answers(actor).select_related(*people).defer("line__answer__content_encrypted")
    found = row.filter(pk=answer_id).first()
    if found is None:
        raise DomainError("not_found", kind="missing")
    return found


def get_manual_answer(answer_id: int) -> ManualAnswer:
    """Return an answer entered by hand with its attempt and who entered it, not locked. Raises `not_found`."""
    row = ManualAnswer.objects.select_related("attempt__payment", "entered_by").filter(pk=answer_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def find_last_attempt(payment: Payment) -> PaymentAttempt | None:
    """Return the attempt of a payment on its present order, or None where it is on none or was not sent."""
    rows = PaymentAttempt.objects.select_related("payment", "account").filter(payment=payment.pk)
    return None if payment.order_id is None else rows.filter(order=payment.order_id).first()


def has_open_answer(attempt_id: int) -> bool:
    """Whether an answer about the attempt waits for a second person."""
    return ManualAnswer.objects.filter(attempt=attempt_id, state=ManualAnswerState.ENTERED).exists()


def list_manual_answers(payment_id: int) -> list[ManualAnswer]:
    """Return the answers entered by hand about a payment, the newest first."""
    rows = ManualAnswer.objects.select_related("attempt__payment", "entered_by", "decided_by")
    return list(rows.filter(attempt__payment=payment_id).order_by("-pk"))


def count_open_answers(wanted: str, *, user_id: int) -> int:
    """Count the answers that a person may confirm: from the bank's paper (TO_CONFIRM) or matched (TO_CONFIRM_MATCH)."""
    return ManualAnswer.objects.filter(_wanted(wanted, user_id=user_id)).count()


def _wanted(wanted: str, *, user_id: int) -> Q:
    """Return the filter of a state or of a value beside the states, without what the person entered (I11)."""
    if wanted in (TO_CONFIRM, TO_CONFIRM_MATCH):
        is_matched = wanted == TO_CONFIRM_MATCH
        return Q(state=ManualAnswerState.ENTERED, line__isnull=not is_matched) & ~Q(entered_by_id=user_id)
    return Q(state=ManualAnswerState(wanted))


def get_line(line_id: int) -> BankAnswerLine:
    """Return a line of an answer, with its file. Raises `not_found`."""
    rows = BankAnswerLine.objects.select_related("answer").defer("answer__content_encrypted")
    row = rows.filter(pk=line_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def list_candidates(line: BankAnswerLine) -> list[PaymentAttempt]:
    """Return the attempts that a line which fits nothing may be about: of its amount, with a payment in a fitting state.

    Those of the order that the file was imported for come first.
    """
    if line.amount is None or line.verdict not in MATCHABLE or line.outcome not in MATCHABLE_STATES:
        return []
    states = MATCHABLE_STATES[AnswerOutcome(line.outcome)]
    rows = PaymentAttempt.objects.filter(amount=line.amount, payment__state__in=states)
    rows = rows.select_related("payment__payee", "account", "order")
    found = [each for each in rows.order_by("-pk")[: 2 * MOST_CANDIDATES] if each.payment.order_id == each.order_id]
    found.sort(key=lambda each: each.order_id != line.answer.order_id)
    return found[:MOST_CANDIDATES]


def map_manual_answer_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return answer → the parties of its payment (settings.CASE_PARTIES)."""
    rows = ManualAnswer.objects.select_related("attempt__payment").filter(pk__in=case_ids)
    answers = {row.pk: row.attempt.payment for row in rows}
    parties = parties_of({payment.pk: payment for payment in answers.values()}.values())
    return {pk: parties[payment.pk] for pk, payment in answers.items()}
