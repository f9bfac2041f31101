"""The bank's answers to orders: read, previewed, imported once, and settled line by line (回盘)."""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.database.transactions import assert_inside, write
from core.events.recording import Change, record
from core.files.table_import import TextKind, apply_to_sheets
from core.personal_data.encryption import decrypt, encrypt
from core.values.errors import DomainError
from payments.models import BankAnswer, BankAnswerLine, Payment, PaymentOrder
from payments.rules.answer_reading import answer_lines, read_answer_file
from payments.rules.bank_answers import (
    ANSWER_FORMATS,
    ANSWERING,
    SETTLING,
    UNMATCHED,
    AnswerFormat,
    AnswerLine,
    AnswerOutcome,
    LineVerdict,
    judge,
)
from payments.rules.states import ANSWERABLE_ORDERS
from payments.selectors.bank_answers import (
    FoundAttempt,
    find_answer,
    find_attempts,
    get_answer,
    list_waiting_answers,
    list_waiting_lines,
)
from payments.selectors.locks import lock_order, lock_payments, lock_waiting_lines
from payments.selectors.payments import get_order, list_payments
from payments.selectors.recoveries import list_recovered
from payments.services.bank_files import OpenedFile
from payments.services.outcomes import reconcile, record_failed, record_paid, record_returned
from payments.services.set_aside import require_no_conflict_in
from payments.services.subjects import lock_subjects

CHUNK = 500
"""Lines settled in one transaction."""
Judged = tuple[AnswerLine, FoundAttempt | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerFile:
    """An uploaded answer of the bank, read in a child process: its format, bytes, hash and lines."""

    format: AnswerFormat
    name: str
    content: bytes
    sha256: str
    lines: Sequence[AnswerLine]


def open_answer(*, format_code: str, name: str, data: bytes) -> AnswerFile:
    """Read an uploaded answer by the rules in a child process, before the transaction of its import.

    Raises `bank_answer_format`; the errors of `apply_to_sheets` and `read_answer_file`.
    """
    answer_format = ANSWER_FORMATS.get(format_code)
    if answer_format is None:
        raise DomainError("bank_answer_format", field="format", kind="refused")
    text: TextKind = "csv" if answer_format.reader == "table" else "pipes"
    plain = apply_to_sheets(data, rules=read_answer_file, params={"format_code": format_code}, text=text)
    digest = hashlib.sha256(data).hexdigest()
    return AnswerFile(format=answer_format, name=name, content=data, sha256=digest, lines=answer_lines(plain))


def preview_answer(*, file: AnswerFile, order_id: int, actor_id: int, at: datetime) -> list[AnswerLine]:
    """Return the lines of the file, each with what would become of it (回盘预览). Nothing is written.

    Raises `not_found`; `illegal_state` for an order that was not sent; `bank_answer_once` for a file that was imported,
    with its name and the moment;
    `conflict_of_interest` about any payment of the order: another person imports the file.
    """
    order = get_order(order_id)
    _check_answerable(order, file=file)
    require_no_conflict_in(order_id, actor_id=actor_id, at=at)
    return [line for line, _ in _judge(file.lines, order_id=order_id)]


@write
def import_answer(*, file: AnswerFile, order_id: int, actor_id: int, at: datetime) -> BankAnswer:
    """Store the bank's answer to an order as evidence with all its lines, and settle the first chunk (回盘导入).

    A job settles further chunks, each in its own transaction. Raises the errors of `preview_answer`.
    """
    order = get_order(order_id)
    _check_answerable(order, file=file)
    require_no_conflict_in(order_id, actor_id=actor_id, at=at)
    answer = BankAnswer.objects.create(
        order=order,
        format=file.format.code,
        file_name=file.name[:200],
        sha256=file.sha256,
        size=len(file.content),
        content_encrypted=encrypt(base64.b64encode(file.content).decode(), context=f"bank_answer:{order_id}"),
        imported_by_id=actor_id,
        imported_at=at,
    )
    BankAnswerLine.objects.bulk_create((_row(answer, line, at=at) for line in file.lines), batch_size=1000)
    data = {"file": answer.file_name, "sha256": answer.sha256, "count": len(file.lines)}
    _record(answer, event="payment_order.answer_imported", data=data, actor_id=actor_id, at=at)
    if not settle_some_lines(answer_id=answer.pk, at=at):
        _finish(answer, at=at)
    return answer


@write
def open_answer_file(*, answer_id: int, actor_id: int, at: datetime) -> OpenedFile:
    """Return the imported file as it was uploaded, and record who opened it (下载回盘文件).

    Raises `not_found`, `conflict_of_interest` about any payment of its order, `bank_answer_damaged` for bytes that do not
    have the stored hash.
    """
    answer = get_answer(answer_id)
    require_no_conflict_in(answer.order_id, actor_id=actor_id, at=at)
    content = base64.b64decode(decrypt(bytes(answer.content_encrypted), context=f"bank_answer:{answer.order_id}"))
    if hashlib.sha256(content).hexdigest() != answer.sha256:
        raise DomainError("bank_answer_damaged", kind="refused", file=answer.file_name)
    data = {"file": answer.file_name, "sha256": answer.sha256}
    _record(answer, event="payment_order.answer_opened", data=data, actor_id=actor_id, at=at)
    return OpenedFile(name=answer.file_name, content=content)


def settle_answers(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Settle the lines that wait, chunk by chunk (回盘入账). A run that was killed is continued by the next one.

    An answer that is refused does not hold up the others; the first refusal is raised after them.
    """
    settled, refused = 0, []
    for answer_id in list_waiting_answers():
        try:
            while some := settle_some_lines(answer_id=answer_id, at=at):
                settled += some
                progress(some)
        except DomainError as error:
            refused.append(error)
    if refused:
        raise refused[0]
    return {"settled": settled}


@write
def settle_some_lines(*, answer_id: int, at: datetime) -> int:
    """Judge one chunk of an answer's lines and move their payments; return how many lines were judged.

    A line is judged under the locks of its payment, so that of two files with the same line only one settles it.
    """
    answer = BankAnswer.objects.defer("content_encrypted").get(pk=answer_id)
    waiting = list_waiting_lines(answer_id, limit=CHUNK)
    if not waiting:
        return 0
    payments = _lock_named(waiting, order_id=answer.order_id)
    rows = lock_waiting_lines([line.pk for line in waiting])
    if not rows:  # another run has settled them
        return 0
    judged = _judge([_line(row) for row in rows], order_id=answer.order_id)
    for row, (line, attempt) in zip(rows, judged, strict=True):
        row.verdict, row.settled_at = line.verdict, at
        row.attempt_id = attempt.pk if attempt else None
    BankAnswerLine.objects.bulk_update(rows, ["verdict", "attempt", "settled_at"])
    _move(payments, judged, answer=answer, at=at)
    if not list_waiting_lines(answer_id, limit=1):
        _finish(answer, at=at)
    return len(rows)


def _check_answerable(order: PaymentOrder, *, file: AnswerFile) -> None:
    if order.state not in ANSWERABLE_ORDERS:
        raise DomainError("illegal_state", kind="refused", state=order.state)
    known = find_answer(order_id=order.pk, sha256=file.sha256)
    if known is not None:
        where = {"name": known.file_name, "at": known.imported_at.isoformat()}
        raise DomainError("bank_answer_once", field="file", kind="refused", **where)


def _judge(lines: Sequence[AnswerLine], *, order_id: int) -> list[Judged]:
    """Return each line with its verdict and the attempt that it names; a second line of one attempt repeats the first."""
    attempts = _with_recovered(find_attempts({line.number for line in lines if line.verdict == LineVerdict.WAITING}))
    judged: list[Judged] = []
    for line in lines:
        attempt = attempts.get(line.number)
        if line.verdict != LineVerdict.WAITING:
            judged.append((line, None))
            continue
        verdict = judge(line, facts=attempt.facts if attempt else None, order_id=order_id)
        judged.append((replace(line, verdict=verdict), attempt))
        if attempt and verdict in SETTLING:
            attempts[line.number] = replace(attempt, facts=replace(attempt.facts, answered=AnswerOutcome(verdict)))
    return judged


def _with_recovered(attempts: Mapping[str, FoundAttempt]) -> dict[str, FoundAttempt]:
    """Add to paid attempts whether a recovery of them is decided."""
    paid = {each.payment_id for each in attempts.values() if each.facts.answered == AnswerOutcome.PAID}
    recovered = list_recovered(paid)
    return {
        number: replace(each, facts=replace(each.facts, recovered=each.payment_id in recovered))
        for number, each in attempts.items()
    }


def _lock_named(lines: Sequence[BankAnswerLine], *, order_id: int) -> Mapping[int, Payment]:
    """Lock the order's payments that the lines name: their subjects, the order, the payments."""
    found = find_attempts({line.number for line in lines}).values()
    ids = {each.payment_id for each in found if each.facts.order_id == order_id}
    lock_subjects(list_payments(ids))
    lock_order(order_id)
    return {payment.pk: payment for payment in lock_payments(ids)}


def _move(payments: Mapping[int, Payment], judged: Sequence[Judged], *, answer: BankAnswer, at: datetime) -> None:
    """Move the payments that the lines settle: one call for those that are paid, one for each reason of the others."""
    actor_id = answer.imported_by_id
    settled: dict[tuple[LineVerdict, str], list[Payment]] = defaultdict(list)
    for line, attempt in judged:
        if attempt and line.verdict in SETTLING:
            reason = "" if line.verdict == LineVerdict.PAID else line.reason or line.said
            settled[line.verdict, reason].append(payments[attempt.payment_id])
    for (verdict, reason), mine in sorted(settled.items()):
        if verdict == LineVerdict.PAID:
            record_paid(mine, actor_id=actor_id, at=at)
        elif verdict == LineVerdict.FAILED:
            record_failed(mine, reason=reason, actor_id=actor_id, at=at)
        else:
            record_returned(mine, reason=reason, actor_id=actor_id, at=at)
    if any(verdict in ANSWERING for verdict, _ in settled):
        reconcile(answer.order_id, actor_id=actor_id, at=at)


def _finish(answer: BankAnswer, *, at: datetime) -> None:
    """Record that every line of an answer is judged, with the number of those that fit nothing."""
    assert_inside()
    unmatched = BankAnswerLine.objects.filter(answer=answer, verdict__in=UNMATCHED).count()
    data = {"file": answer.file_name, "answer": answer.pk, "unmatched": unmatched}
    _record(answer, event="payment_order.answer_settled", data=data, actor_id=answer.imported_by_id, at=at)


def _record(answer: BankAnswer, *, event: str, data: Mapping[str, object], actor_id: int, at: datetime) -> None:
    record(
        Change(
            type=event,
            subject_kind="payment_order",
            subject_id=answer.order_id,
            actor_id=actor_id,
            at=at,
            data=dict(data),
        )
    )


def _row(answer: BankAnswer, line: AnswerLine, *, at: datetime) -> BankAnswerLine:
    return BankAnswerLine(
        answer=answer,
        row=line.row,
        number=line.number,
        amount=line.amount,
        outcome=line.outcome or "",
        said=line.said,
        reason=line.reason,
        holder=line.holder,
        last_four=line.last_four,
        verdict=line.verdict,
        settled_at=None if line.verdict == LineVerdict.WAITING else at,
    )


def _line(row: BankAnswerLine) -> AnswerLine:
    return AnswerLine(
        row=row.row,
        number=row.number,
        amount=row.amount,
        outcome=AnswerOutcome(row.outcome) if row.outcome else None,
        said=row.said,
        reason=row.reason,
        holder=row.holder,
        last_four=row.last_four,
        verdict=LineVerdict(row.verdict),
    )
