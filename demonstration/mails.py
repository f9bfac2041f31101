"""The mails of the demonstration, which are written to files instead of sent (config/settings/local.py)."""

import email
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

SEPARATOR = b"-" * 79
"""The line between two mails in a file of Django's file backend."""
MOST_FILES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail: to whom, when, about what."""

    to: str
    sent: datetime
    subject: str
    text: str


def list_mails(*, folder: Path, text: str = "", limit: int) -> list[Mail]:
    """Return the newest mails in a folder, those to an address with this text in it; none where there is no folder."""
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True) if folder.is_dir() else []
    found: list[Mail] = []
    for file in files[:MOST_FILES]:
        found += [mail for mail in reversed(_read(file)) if text.casefold() in mail.to.casefold()]
        if len(found) >= limit:
            break
    return found[:limit]


def _read(file: Path) -> list[Mail]:
    parts = [part.strip() for part in file.read_bytes().split(SEPARATOR)]
    return [_mail(email.message_from_bytes(part, policy=default)) for part in parts if part]


def _mail(message: EmailMessage) -> Mail:
    body = message.get_body(("plain",))
    return Mail(
        to=str(message["To"]),
        sent=_aware(parsedate_to_datetime(str(message["Date"]))),
        subject=str(message["Subject"]),
        text=str(body.get_content()).strip() if body else "",
    )


def _aware(moment: datetime) -> datetime:
    """Return a moment with its time zone. The zone -0000, which Django writes for UTC, is read as none (RFC 5322)."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
