import os
from datetime import UTC, datetime
from email.mime.text import MIMEText
from pathlib import Path

from demonstration.mails import SEPARATOR, list_mails


def write(folder: Path, name: str, *mails: tuple[str, str], at: int) -> None:
    parts = []
    for to, subject in mails:
        mail = MIMEText(f"给 {to} 的正文", "plain", "utf-8")
        mail["To"], mail["Subject"], mail["Date"] = to, subject, "Mon, 02 Mar 2026 09:00:00 +0800"
        parts.append(mail.as_bytes() + b"\n" + SEPARATOR + b"\n")
    (folder / name).write_bytes(b"".join(parts))
    os.utime(folder / name, (at, at))


def test_the_newest_mails_come_first_and_are_read(tmp_path):
    write(tmp_path, "a.log", ("sun@example.org", "注册账号"), ("li@example.org", "核实通过"), at=1)
    write(tmp_path, "b.log", ("sun@example.org", "核实通过"), at=2)
    found = list_mails(folder=tmp_path, limit=9)
    assert [(mail.to, mail.subject) for mail in found] == [
        ("sun@example.org", "核实通过"),
        ("li@example.org", "核实通过"),
        ("sun@example.org", "注册账号"),
    ]
    assert found[0].text == "给 sun@example.org 的正文"
    assert found[0].sent == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def test_they_are_found_by_address_up_to_a_limit(tmp_path):
    write(tmp_path, "a.log", *[(f"user{number}@example.org", "注册账号") for number in range(3)], at=1)
    assert [mail.to for mail in list_mails(folder=tmp_path, text="USER1", limit=9)] == ["user1@example.org"]
    assert len(list_mails(folder=tmp_path, limit=2)) == 2


def test_without_a_folder_there_are_none(tmp_path):
    assert list_mails(folder=tmp_path / "absent", limit=9) == []


def test_a_day_in_the_zone_without_a_place_is_in_utc(tmp_path):
    (tmp_path / "a.log").write_bytes(b"To: sun@example.org\nSubject: x\nDate: Mon, 02 Mar 2026 09:00:00 -0000\n\nx\n")
    assert list_mails(folder=tmp_path, limit=1)[0].sent == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
