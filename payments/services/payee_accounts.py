"""Accounts of payees: entered by the party, checked by finance, changed with a second person and a time of waiting."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from accounts.selectors.conflicts import require_no_conflict
from accounts.selectors.parties import get_party
from core.database.transactions import write
from core.events.recording import Change, record_many
from core.events.transitions import move, record_beginning
from core.jobs.chunks import run_in_chunks
from core.personal_data.encryption import decrypt, encrypt
from core.timekeeping.calendars import get_calendar
from core.values.bank_accounts import plain_digits
from core.values.deadlines import beijing_day, never_earlier
from core.values.errors import DomainError, Refused
from core.values.names import visible_name
from payments.models import PayeeAccount
from payments.rules.payee_accounts import AccountDetails, AccountKind, account_refusals
from payments.rules.states import OPEN_ACCOUNTS, PAYEE_ACCOUNT, PayeeAccountState
from payments.selectors.change_links import hash_of, token_of
from payments.selectors.locks import (
    lock_account,
    lock_live_accounts,
    lock_provisional_accounts,
)
from payments.selectors.payee_accounts import find_by_token_hash, list_waited_party_ids
from payments.services.leaving import take_payees_out
from payments.services.subjects import wait_until

CHUNK = 200
MOST_NAME = 200


@write
def enter_account(*, party_id: int, details: AccountDetails, actor_id: int, at: datetime) -> PayeeAccount:
    """Enter the first account of a party, or a change of its current one (填报收款账户), by its manager.

    While a change is open nothing is ordered for the party; a payment that is ordered and not sent leaves its order.
    Raises `account_number`, `bank_code`, `wallet_bank_code`, `account_holder` for another holder without a reason,
    `account_unchanged`, `account_open` while another is open; the errors of `visible_name`.
    """
    live = lock_live_accounts([party_id])
    if any(account.state in OPEN_ACCOUNTS for account in live):
        raise DomainError("account_open", kind="refused")
    current = live[0] if live else None
    holder = visible_name(details.holder, field="holder", most=MOST_NAME)
    _require_sound(details, party_name=get_party(party_id).name, current=current)
    account = PayeeAccount.objects.create(
        party_id=party_id,
        replaces=current,
        kind=details.kind,
        holder=holder,
        holder_reason=details.holder_reason,
        bank_name=visible_name(details.bank_name, field="bank_name", most=MOST_NAME),
        bank_code=details.bank_code,
        number_encrypted=encrypt(details.number, context=_context(party_id)),
        last_four=plain_digits(details.number)[-4:],
        entered_by_id=actor_id,
        entered_at=at,
    )
    if current is not None:
        PayeeAccount.objects.filter(pk=account.pk).update(token_hash=hash_of(token_of(account)))
        take_payees_out([party_id], cause="account_change", actor_id=actor_id, at=at)
    record_beginning(
        account,
        machine=PAYEE_ACCOUNT,
        event="payee_account.entered",
        at=at,
        actor_id=actor_id,
        party_id=party_id,
        data={"account": account.masked, "change": current is not None},
    )
    return account


@write
def check_account(*, account_id: int, number: str, actor_id: int, at: datetime) -> PayeeAccount:
    """Accept an account after checking it (核对收款账户), with the number typed again from the party's paper.

    The first account is current from then on; a change waits for a second person. Raises `not_found`, `illegal_state`,
    `conflict_of_interest`, `same_person` for who entered it, `account_number_differs`.
    """
    account = _lock_case(account_id, actor_id=actor_id, at=at)
    target = PayeeAccountState.CHECKED if account.is_change else PayeeAccountState.CURRENT
    _require_typed(account, number=number, target=target, others=[account.entered_by_id], actor_id=actor_id)
    moment = {} if account.is_change else {"current_at": at}
    columns = {"checked_by_id": actor_id, "checked_at": at, **moment}
    _move([account], target=target, columns=columns, actor_id=actor_id, at=at)
    return account


@write
def confirm_account(*, account_id: int, number: str, actor_id: int, at: datetime) -> PayeeAccount:
    """Confirm a checked change as a second person of finance (复核账户变更); it then waits as the policy says.

    The errors of `check_account`; `same_person` also for who checked it.
    """
    account = _lock_case(account_id, actor_id=actor_id, at=at)
    others = [account.entered_by_id, account.checked_by_id]
    _require_typed(account, number=number, target=PayeeAccountState.WAITING, others=others, actor_id=actor_id)
    due = wait_until(confirmed_on=beijing_day(at), calendar=get_calendar())
    columns = {
        "confirmed_by_id": actor_id,
        "confirmed_at": at,
        "waits_until": due.day,
        "waits_until_raw": due.raw,
        "provisional": due.provisional,
        "calendar_version": due.calendar_version,
    }
    data = {"waits_until": due.day.isoformat()}
    _move([account], target=PayeeAccountState.WAITING, columns=columns, data=data, actor_id=actor_id, at=at)
    return account


@write
def refuse_account(*, account_id: int, reason: str, actor_id: int, at: datetime) -> PayeeAccount:
    """Refuse an account that is not current yet, with the reason (不予通过). Raises as `check_account`."""
    account = _lock_case(account_id, actor_id=actor_id, at=at)
    _end(account, target=PayeeAccountState.REFUSED, reason=reason, actor_id=actor_id, at=at)
    return account


@write
def stop_account(*, account_id: int, party_id: int, actor_id: int, at: datetime) -> PayeeAccount:
    """Stop an account that is not current yet, by its party (停止变更). Raises `not_found`, `illegal_state`."""
    account = lock_account(account_id)
    if account.party_id != party_id:
        raise DomainError("not_found", kind="missing")
    _end(account, target=PayeeAccountState.STOPPED, reason="", actor_id=actor_id, at=at)
    return account


@write
def stop_change_by_link(*, token: str, at: datetime) -> PayeeAccount:
    """Stop a change by the one-time link of a mail, without signing in. Raises `not_found` for a link that has ended."""
    found = find_by_token_hash(hash_of(token))
    account = None if found is None else lock_account(found.pk)
    if account is None or account.state not in OPEN_ACCOUNTS:
        raise DomainError("not_found", kind="missing")
    _end(account, target=PayeeAccountState.STOPPED, reason="", actor_id=None, at=at)
    return account


def activate_changes(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Make the changes current whose waiting is over (账户变更生效). Periodic job."""
    return {"activated": run_in_chunks(lambda: activate_some_changes(at=at), progress=progress)}


@write
def activate_some_changes(*, at: datetime) -> int:
    """Handle one chunk of `activate_changes`; return how many became current."""
    today = beijing_day(at)
    live = lock_live_accounts(list_waited_party_ids(today=today, limit=CHUNK))
    waited = [each for each in live if _has_waited(each, today=today)]
    changed = {each.party_id for each in waited}
    replaced = [each for each in live if each.state == PayeeAccountState.CURRENT and each.party_id in changed]
    _move(replaced, target=PayeeAccountState.REPLACED, columns={"ended_at": at}, actor_id=None, at=at)
    columns = {"current_at": at, "token_hash": ""}
    _move(waited, target=PayeeAccountState.CURRENT, columns=columns, actor_id=None, at=at)
    return len(waited)


@write
def recompute_waits(*, at: datetime) -> int:
    """Recompute the provisional days of waiting after a holiday notice (放假安排公布后重算); return how many moved."""
    rows, calendar, moved = lock_provisional_accounts(), get_calendar(), []
    for row in rows:
        if row.waits_until is None or row.confirmed_at is None:
            continue
        fresh = wait_until(confirmed_on=beijing_day(row.confirmed_at), calendar=calendar)
        new = never_earlier(shown=row.waits_until, fresh=fresh)
        if new.day != row.waits_until:
            moved.append(_day_moved(row, to=new.day.isoformat(), at=at))
        row.waits_until, row.waits_until_raw = new.day, new.raw
        row.provisional, row.calendar_version = new.provisional, new.calendar_version
    columns = ["waits_until", "waits_until_raw", "provisional", "calendar_version"]
    PayeeAccount.objects.bulk_update(rows, columns)
    record_many(moved)
    return len(moved)


def open_number(account: PayeeAccount) -> str:
    """Return the decrypted account number, for a file to the bank and for comparing. Mask it before showing it."""
    return decrypt(bytes(account.number_encrypted), context=_context(account.party_id))


def _has_waited(account: PayeeAccount, *, today: date) -> bool:
    """Whether a locked account is a change that still waits and whose last day is over."""
    if account.state != PayeeAccountState.WAITING or account.waits_until is None:
        return False
    return account.waits_until < today


def _context(party_id: int) -> str:
    return f"payee_account:{party_id}"


def _require_sound(details: AccountDetails, *, party_name: str, current: PayeeAccount | None) -> None:
    held = None if current is None else _details(current)
    if refusals := account_refusals(details, party_name=party_name, current=held):
        raise Refused(refusals, kind="invalid")


def _details(account: PayeeAccount) -> AccountDetails:
    return AccountDetails(
        kind=AccountKind(account.kind),
        holder=account.holder,
        holder_reason=account.holder_reason,
        bank_name=account.bank_name,
        bank_code=account.bank_code,
        number=open_number(account),
    )


def _lock_case(account_id: int, *, actor_id: int, at: datetime) -> PayeeAccount:
    account = lock_account(account_id)
    require_no_conflict(user_id=actor_id, party_ids=[account.party_id], at=at)
    return account


def _require_typed(
    account: PayeeAccount, *, number: str, target: PayeeAccountState, others: Sequence[int | None], actor_id: int
) -> None:
    """Refuse a wrong state, who acted before, and a number that differs from the one entered, hyphens aside."""
    PAYEE_ACCOUNT.get_transition(source=account.state, target=target)
    if actor_id in others:
        raise DomainError("same_person", kind="refused")
    if plain_digits(number) != plain_digits(open_number(account)):
        raise DomainError("account_number_differs", field="number", kind="refused")


def _end(account: PayeeAccount, *, target: PayeeAccountState, reason: str, actor_id: int | None, at: datetime) -> None:
    columns = {"ended_at": at, "ended_by_id": actor_id, "reason": reason, "token_hash": ""}
    _move([account], target=target, columns=columns, data={"reason": reason}, actor_id=actor_id, at=at)


def _move(
    rows: Sequence[PayeeAccount],
    *,
    target: PayeeAccountState,
    columns: Mapping[str, object],
    actor_id: int | None,
    at: datetime,
    data: Mapping[str, object] | None = None,
) -> None:
    move(
        rows,
        machine=PAYEE_ACCOUNT,
        target=target,
        at=at,
        actor_id=actor_id,
        columns=columns,
        data=data,
        party=lambda row: row.party_id,
    )


def _day_moved(row: PayeeAccount, *, to: str, at: datetime) -> Change:
    return Change(
        type="payee_account.day_moved",
        subject_kind="payee_account",
        subject_id=row.pk,
        party_id=row.party_id,
        at=at,
        data={"waits_until": to, "before": str(row.waits_until)},
    )
