"""Input of the auditor: journals, mails, faults, and the database by its own connection. Imports nothing of the system."""

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
    """One idempotency key: the intent, every attempt with an unknown outcome, the answer, the answers to repeats."""

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
        """The status of the answer, 0 without one."""
        return int(self.answer["status"]) if self.answer else 0

    @property
    def done(self) -> bool:
        """Whether the request was acknowledged."""
        return 200 <= self.status < 300

    @property
    def result(self) -> Row:
        """The body of the answer."""
        return dict(self.answer["body"]) if self.answer and isinstance(self.answer["body"], dict) else {}


@dataclass(slots=True, kw_only=True)
class Mail:
    """An accepted mail: moment, receivers, Message-ID."""

    at: float
    to: str
    message_id: str


@dataclass(slots=True, kw_only=True)
class Case:
    """The whole input of an audit. `faults` are those that hit, with `kind`, `target`, `from`, `to`."""

    requests: Sequence[Request]
    mails: Sequence[Mail]
    faults: Sequence[Row]
    connection: psycopg.Connection[Any]
    uploads: Path
    last_coupon: int = 0
    """Coupons up to this id existed before the run."""
    first_keys: frozenset[str] = frozenset()
    """The idempotency keys that existed before the run."""
    ended: float = 0.0
    """The end of the last fault."""

    def rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """Return the rows of a query."""
        with self.connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(sql.encode(), values).fetchall()

    def done(self, *steps: str) -> Iterator[Request]:
        """Yield the acknowledged requests of these steps, in the order of their answers."""
        found = [request for request in self.requests if request.done and request.step in steps]
        yield from sorted(found, key=lambda request: request.answer["at"] if request.answer else 0)


def read_journals(paths: Sequence[Path]) -> list[Request]:
    """Return the requests of all journals, in the order of their intents."""
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
    """Return the accepted mails, in order."""
    return [_mail(path.read_bytes()) for path in sorted(folder.glob("*.mail"))]


def _mail(data: bytes) -> Mail:
    at, to, content = data.split(b"\n", 2)
    return Mail(at=float(at), to=to.decode(), message_id=str(message_from_bytes(content)["Message-ID"]).strip())


def read_faults(path: Path) -> list[Row]:
    """Return the faults that hit."""
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
