"""What the auditor looks at: journals, mails, faults, and the database by its own connection. Nothing of the system."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

Row = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Request:
    """One key: what was meant, every try that stayed unknown, the answer, and the answers to later repeats."""

    key: str
    step: str
    user: int
    party: int
    body: Row
    about: Row
    unknown: list[Row] = field(default_factory=list)
    answer: Row | None = None
    again: list[Row] = field(default_factory=list)

    @property
    def status(self) -> int:
        """What it was answered; 0 where it never was."""
        return int(self.answer["status"]) if self.answer else 0

    @property
    def done(self) -> bool:
        """Whether it was acknowledged."""
        return 200 <= self.status < 300

    @property
    def told(self) -> Row:
        """The body of the answer."""
        return dict(self.answer["body"]) if self.answer and isinstance(self.answer["body"], dict) else {}


@dataclass(slots=True, kw_only=True)
class Mail:
    """A mail that was accepted: when, for whom, under which Message-ID."""

    at: float
    to: str
    message_id: str


@dataclass(slots=True, kw_only=True)
class Case:
    """Everything there is to compare. `faults` are those that hit, with `kind`, `target`, `from`, `to`."""

    requests: Sequence[Request]
    mails: Sequence[Mail]
    faults: Sequence[Row]
    connection: psycopg.Connection[Any]
    uploads: Path
    last_coupon: int = 0
    """Coupons up to this id were there before."""
    first_keys: frozenset[str] = frozenset()
    """Idempotency keys that were there before."""
    ended: float = 0.0
    """When the last fault was over."""

    def rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """What a query finds."""
        with self.connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(sql.encode(), values).fetchall()

    def done(self, *steps: str) -> Iterator[Request]:
        """The acknowledged requests of these steps, in the order they were answered."""
        found = [request for request in self.requests if request.done and request.step in steps]
        yield from sorted(found, key=lambda request: request.answer["at"] if request.answer else 0)


def read_journals(paths: Sequence[Path]) -> list[Request]:
    """The requests of all journals, in the order they were meant."""
    requests: dict[str, Request] = {}
    for path in paths:
        for line in path.read_text().splitlines():
            row = json.loads(line)
            if row["what"] == "intend":
                requests[row["key"]] = _request(row)
            elif row["what"] == "answer":
                requests[row["key"]].answer = row
            else:
                getattr(requests[row["key"]], row["what"]).append(row)
    return list(requests.values())


def _request(row: Mapping[str, Any]) -> Request:
    known = ("key", "step", "user", "party", "body")
    about = {name: value for name, value in row.items() if name not in known}
    return Request(**{name: row[name] for name in known}, about=about)


def read_mails(folder: Path) -> list[Mail]:
    """The mails that were accepted, in order."""
    return [_mail(path.read_bytes()) for path in sorted(folder.glob("*.mail"))]


def _mail(data: bytes) -> Mail:
    at, to, content = data.split(b"\n", 2)
    return Mail(at=float(at), to=to.decode(), message_id=str(message_from_bytes(content)["Message-ID"]).strip())


def read_faults(path: Path) -> list[Row]:
    """The faults that hit."""
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
