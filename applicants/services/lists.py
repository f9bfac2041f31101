"""Import of official lists of certificates: all rows or none."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime

from accounts.selectors.conflicts import require_no_conflict_with_listed
from applicants.models import Certificate, ListImport
from applicants.rules.list_questions import Question, confirmation_of, day_questions
from applicants.rules.list_reading import ListReading, list_reading, read_list
from applicants.rules.lists import Entry, RowError
from applicants.selectors.certificates import find_import, map_by_number, map_first_entries
from applicants.services.bindings import as_change, find_parties
from core.database.transactions import write
from core.events.recording import Change, record, record_many
from core.files.table_import import apply_to_sheets
from core.values import uscc as codes
from core.values.actors import Actor
from core.values.characters import says_something
from core.values.errors import DomainError, Refusal, Refused
from core.values.names import visible_name

MOST_ERRORS_TOLD = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFile:
    """An uploaded list: the kind of certificates, the file, its day of publication, the title of its notice, what it says."""

    kind: str
    name: str
    sha256: str
    published_on: date
    title: str
    reading: ListReading


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPlan:
    """The result of a dry run (导入预览).

    `confirmation` is the code by which the questions are confirmed. In `assumed` rows no day is written, in `computed`
    rows no last day.
    """

    title: str
    fresh: list[tuple[Entry, int | None]]
    known: int
    errors: list[RowError]
    questions: list[Question]
    confirmation: str
    assumed: int
    computed: int

    @property
    def rows(self) -> int:
        return len(self.fresh) + self.known

    @property
    def matched(self) -> int:
        return sum(1 for _, party_id in self.fresh if party_id is not None)

    @property
    def waiting(self) -> int:
        return len(self.fresh) - self.matched


def open_list(*, kind: str, name: str, data: bytes, published_on: date, title: str = "") -> ListFile:
    """Read an uploaded list by the rules in a child process, before the transaction of its import.

    Raises the errors of `apply_to_sheets` and `read_list`, and of `visible_name` for the title.
    """
    shown = visible_name(title, field="title", most=200) if says_something(title) else ""
    params = {"kind": kind, "name": name, "title": shown, "published_on": published_on}
    return ListFile(
        kind=kind,
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        published_on=published_on,
        title=shown,
        reading=list_reading(apply_to_sheets(data, rules=read_list, params=params)),
    )


def preview_list(*, file: ListFile) -> ListPlan:
    """Return what `import_list` would do with the file, the errors of each row, and what the file leaves open.

    Nothing is written. Raises `list_imported_once` if the file was imported before, with its name and the moment.
    """
    known = find_import(kind=file.kind, sha256=file.sha256)
    if known is not None:
        where = {"name": known.file_name, "at": known.at.isoformat()}
        raise DomainError("list_imported_once", field="file", kind="refused", **where)
    return _plan(file)


@write
def import_list(*, file: ListFile, confirmation: str, actor: Actor, at: datetime) -> ListImport:
    """Import every certificate of an official list (名单导入), or none: one invalid row refuses the whole file.

    The refusal names row, column and code of each error. A known certificate is not changed; one whose firm has not
    registered has no party yet. A file that leaves something open needs the confirmation of its preview:
    `list_unconfirmed`, and the open questions. Raises also the errors of `preview_list`, and `conflict_of_interest` for an
    officer who is tied to a firm that gets a certificate: another officer imports the list.
    """
    plan = preview_list(file=file)
    if plan.errors:
        raise Refused([_as_refusal(error) for error in plan.errors[:MOST_ERRORS_TOLD]])
    if confirmation != plan.confirmation:
        raise Refused(_open_questions(plan))
    require_no_conflict_with_listed(
        user_id=actor.user_id,
        holders=[(entry.uscc, entry.match_name) for entry, _ in plan.fresh],
        party_ids=[party_id for _, party_id in plan.fresh if party_id is not None],
        at=at,
    )
    taken = ListImport.objects.create(
        kind=file.kind,
        file_name=file.name[:200],
        sha256=file.sha256,
        title=plan.title[:200],
        published_on=file.published_on,
        rows=plan.rows,
        matched=plan.matched,
        imported_by_id=actor.user_id,
        at=at,
    )
    rows = Certificate.objects.bulk_create(
        (_certificate(file, taken, entry, party_id, actor) for entry, party_id in plan.fresh), batch_size=1000
    )
    record_many([as_change("certificate.entered", row, actor_id=actor.user_id, at=at) for row in rows if row.party_id])
    _record(taken, plan, actor=actor, at=at)
    return taken


def _plan(file: ListFile) -> ListPlan:
    entries = _with_first_entries(file.kind, file.reading.entries)
    fresh, unchanged, problems = _sort(file, entries)
    problems += file.reading.errors
    problems.sort(key=lambda error: (error.sheet, error.row))
    questions = [*file.reading.questions, *day_questions(entries, published_on=file.published_on)]
    return ListPlan(
        title=file.reading.title,
        fresh=fresh,
        known=unchanged,
        errors=problems,
        questions=questions,
        confirmation=confirmation_of(file=f"{file.kind} {file.sha256}", questions=questions),
        assumed=sum(entry.is_assumed for entry in entries),
        computed=sum(entry.is_computed for entry in entries),
    )


def _sort(file: ListFile, entries: list[Entry]) -> tuple[list[tuple[Entry, int | None]], int, list[RowError]]:
    """Return the new entries with their parties, the number of known ones, and the errors."""
    known = map_by_number(kind=file.kind, numbers={entry.number for entry in entries})
    parties = find_parties([(entry.uscc, entry.match_name) for entry in entries])
    fresh: list[tuple[Entry, int | None]] = []
    problems, seen, unchanged = list[RowError](), set[str](), 0
    for entry in entries:
        party_id = parties.get((entry.uscc, entry.match_name))
        code = _problem(entry, known=known.get(entry.number), seen=seen, registered=party_id is not None)
        seen.add(entry.number)
        if code:
            problems.append(_row_error(entry, code))
        elif entry.number in known:
            unchanged += 1
        else:
            fresh.append((entry, party_id))
    return fresh, unchanged, problems


def _problem(entry: Entry, *, known: Certificate | None, seen: set[str], registered: bool) -> str | None:
    """Return the code of an entry's error, or None. The check character of a registered code was accepted already."""
    if entry.number in seen:
        return "list_number_twice"
    if entry.uscc and not registered and not codes.is_valid(entry.uscc):
        return "uscc_check"
    if known is not None and not _same_holder(entry, known):
        return "certificate_other_holder"
    return None


def _same_holder(entry: Entry, known: Certificate) -> bool:
    if entry.uscc and known.holder_uscc:
        return entry.uscc == known.holder_uscc
    return entry.match_name == known.holder_match_name


def _with_first_entries(kind: str, entries: list[Entry]) -> list[Entry]:
    """Set the first day of each firm: the earliest of this list and of earlier lists."""
    if kind != "tech_sme":
        return entries
    earliest = map_first_entries(names={e.match_name for e in entries}, codes={e.uscc for e in entries})
    return [_with_first_entry(entry, earliest) for entry in entries]


def _with_first_entry(entry: Entry, earliest: dict[str, date]) -> Entry:
    known = [entry.first_entry, earliest.get(entry.uscc), earliest.get(entry.match_name)]
    written = [day for day in known if day is not None]
    return replace(entry, first_entry=min([entry.valid_from, *written]), is_first_assumed=not written)


def _certificate(file: ListFile, taken: ListImport, entry: Entry, party_id: int | None, actor: Actor) -> Certificate:
    return Certificate(
        party_id=party_id,
        kind=file.kind,
        number=entry.number,
        holder_name=entry.name,
        holder_match_name=entry.match_name,
        holder_uscc=entry.uscc,
        first_entry=entry.first_entry,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        source=taken,
        entered_by_id=actor.user_id,
    )


def _row_error(entry: Entry, code: str) -> RowError:
    column = "uscc" if code.startswith("uscc") else "number"
    value = entry.uscc if column == "uscc" else entry.number
    return RowError(
        sheet=entry.sheet, row=entry.row, column=column, code=code, params={"value": value, "uscc": entry.uscc}
    )


def _as_refusal(error: RowError) -> Refusal:
    params = {"sheet": error.sheet, "row": error.row, "column": error.column, **error.params}
    return Refusal(code=error.code, params=params, field=f"rows[{error.row}].{error.column}")


def _open_questions(plan: ListPlan) -> list[Refusal]:
    asked = [Refusal(code=each.code, params=each.params, field="confirmation") for each in plan.questions]
    return [Refusal(code="list_unconfirmed", field="confirmation"), *asked]


def _record(taken: ListImport, plan: ListPlan, *, actor: Actor, at: datetime) -> None:
    record(
        Change(
            type="certificate_list.imported",
            subject_kind="certificate_list",
            subject_id=taken.pk,
            actor_id=actor.user_id,
            at=at,
            data={
                "kind": taken.kind,
                "sha256": taken.sha256,
                "rows": plan.rows,
                "matched": plan.matched,
                "waiting": plan.waiting,
                "known": plan.known,
                "confirmed": [[each.code, each.params] for each in plan.questions],
            },
        )
    )
