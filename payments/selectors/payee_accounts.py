"""Reads of payees' accounts: who may see them, which wait for finance, and whether a party can be paid."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from core.access.checks import of_party
from core.database.searching import contains
from core.values.actors import Actor
from core.values.errors import DomainError
from core.values.object_numbers import Series, id_in_series
from payments.models import PayeeAccount, Payment
from payments.permissions import STAFF
from payments.rules.payee_accounts import AccountKind, AccountStanding, standing_of
from payments.rules.states import LIVE_ACCOUNTS, OPEN_ACCOUNTS, PayeeAccountState, PaymentState

PayeeAccountRow: TypeAlias = PayeeAccount
"""The type of a row, for pages and views, which may not import models."""
TO_CHECK, TO_CONFIRM = "to_check", "to_confirm"
"""Filter values beside the states: accounts that the reader may check, and changes that the reader may confirm."""
PEOPLE = ("entered_by", "checked_by", "confirmed_by", "ended_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountTasks:
    """Counts of pending work of a person of finance: accounts to check, changes to confirm as the second person."""

    to_check: int
    to_confirm: int


def visible_accounts(actor: Actor) -> QuerySet[PayeeAccount]:
    """Every account for staff, the own ones for a party."""
    rows = PayeeAccount.objects.select_related("party", "replaces")
    return rows if actor.has(*STAFF) else of_party(rows, actor, column="party_id")


def search_accounts(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[PayeeAccount]:
    """The accounts that the actor may see, by state, TO_CHECK or TO_CONFIRM, and by number or text in the party's name."""
    rows = visible_accounts(actor).select_related("entered_by")
    rows = rows.filter(_wanted(state, user_id=actor.user_id)) if state else rows
    if (number := id_in_series(text, Series.PAYEE_ACCOUNT)) is not None:
        return rows.filter(pk=number)
    return rows.filter(contains(text, "party__name", names=["party__match_name"])) if text else rows


def get_visible_account(actor: Actor, account_id: int) -> PayeeAccount:
    """Return an account that the actor may see. Raises `not_found`."""
    row = visible_accounts(actor).select_related(*PEOPLE).filter(pk=account_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def get_account(account_id: int) -> PayeeAccount:
    """Return an account with its party and the account that it replaces. Raises `not_found`."""
    row = PayeeAccount.objects.select_related("party", "replaces").filter(pk=account_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def find_by_token_hash(token_hash: str) -> PayeeAccount | None:
    """Return the open change that a one-time link stops, or None where the link has ended."""
    rows = PayeeAccount.objects.select_related("party", "replaces").filter(state__in=OPEN_ACCOUNTS)
    return rows.filter(token_hash=token_hash).first()


def find_current(party_id: int) -> PayeeAccount | None:
    """Return the current account of a party, or None."""
    return PayeeAccount.objects.filter(party_id=party_id, state=PayeeAccountState.CURRENT).first()


def find_open(party_id: int) -> PayeeAccount | None:
    """Return the account of a party that is entered and neither current nor ended, or None."""
    return PayeeAccount.objects.filter(party_id=party_id, state__in=OPEN_ACCOUNTS).first()


def get_standing(party_id: int) -> AccountStanding:
    """Return whether a party can be paid. One query."""
    return map_standings([party_id])[party_id]


def map_standings(party_ids: Collection[int]) -> dict[int, AccountStanding]:
    """Return party → whether it can be paid. One query."""
    states: dict[int, set[str]] = defaultdict(set)
    live = PayeeAccount.objects.filter(party_id__in=party_ids, state__in=LIVE_ACCOUNTS)
    for party_id, state in live.values_list("party_id", "state"):
        states[party_id].add(state)
    return {party_id: standing_of(states[party_id]) for party_id in party_ids}


def list_changing(party_ids: Collection[int]) -> set[int]:
    """Return those of the parties whose account is being entered or changed."""
    rows = PayeeAccount.objects.filter(party_id__in=party_ids, state__in=OPEN_ACCOUNTS)
    return set(rows.values_list("party_id", flat=True))


def list_of_kind(kind: AccountKind, account_ids: Collection[int]) -> set[int]:
    """Return those of the accounts that are of a kind."""
    return set(PayeeAccount.objects.filter(pk__in=account_ids, kind=kind).values_list("pk", flat=True))


def list_waited_party_ids(*, today: date, limit: int) -> list[int]:
    """List the parties with a confirmed change whose last day of waiting is over, the oldest first."""
    rows = PayeeAccount.objects.filter(state=PayeeAccountState.WAITING, waits_until__lt=today)
    return list(rows.order_by("waits_until", "pk").values_list("party_id", flat=True)[:limit])


def with_ready_account(rows: QuerySet[Payment]) -> QuerySet[Payment]:
    """Return the payments whose payee has a current account and no open change of it."""
    mine = PayeeAccount.objects.filter(party_id=OuterRef("payee_id"))
    current = Exists(mine.filter(state=PayeeAccountState.CURRENT))
    return rows.filter(current, ~Exists(mine.filter(state__in=OPEN_ACCOUNTS)))


def count_without_account(*, on: date) -> int:
    """Count the pending payments that may be paid on a Beijing day and wait for an account."""
    due = Payment.objects.filter(state=PaymentState.PENDING, not_before__lte=on)
    return due.count() - with_ready_account(due).count()


def count_account_tasks(*, user_id: int) -> AccountTasks:
    """Return the counts for the first page of a person of finance. One query."""
    counts = PayeeAccount.objects.aggregate(
        to_check=Count("pk", filter=_wanted(TO_CHECK, user_id=user_id)),
        to_confirm=Count("pk", filter=_wanted(TO_CONFIRM, user_id=user_id)),
    )
    return AccountTasks(**counts)


def _wanted(wanted: str, *, user_id: int) -> Q:
    """Return the filter of a state or of a value beside the states, without what the person acted on before (I11)."""
    if wanted == TO_CHECK:
        return Q(state=PayeeAccountState.ENTERED) & ~Q(entered_by_id=user_id)
    if wanted == TO_CONFIRM:
        return Q(state=PayeeAccountState.CHECKED) & ~Q(entered_by_id=user_id) & ~Q(checked_by_id=user_id)
    return Q(state=PayeeAccountState(wanted))


def map_account_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return account → its party (settings.CASE_PARTIES)."""
    rows = PayeeAccount.objects.filter(pk__in=case_ids).values_list("pk", "party_id")
    return {pk: frozenset({party_id}) for pk, party_id in rows}
