"""Lose a machine and restore it on another; exit 0 if nothing was lost, 1 with what was.

--short leaves out the web servers, and with them the sign-in before and after.
"""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import psycopg

from config.embedded import ServerError
from scripts.drill.backup import back_up, new_keys, read_keys, restore
from scripts.drill.contents import Contents, lost, read_contents
from scripts.drill.machine import Machine, machine
from scripts.journey.instance import CommandFailed, send
from scripts.journey.person import Answer, Person

SEAT = 1
TLS = {"X-Forwarded-Proto": "https"}
TWO_FILES = "SELECT path FROM core_attachment WHERE owner_kind = 'redemption' ORDER BY id LIMIT 2"


class DrillFailed(Exception):
    """The restored machine is not what the lost one was."""


def main() -> int:
    short = "--short" in sys.argv[1:]
    try:
        with tempfile.TemporaryDirectory(prefix="drill-") as folder:
            Path(folder).chmod(0o755)
            drill(place=Path(folder), short=short)
    except (DrillFailed, CommandFailed, ServerError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def drill(*, place: Path, short: bool) -> None:
    """Fill one machine, back it up, lose it, restore it on another, and prove that nothing is missing."""
    keys, backup = new_keys(place=place / "keys"), place / "backup"
    with machine(folder=place / "first", keys=keys) as first:
        accounts = _fill(first)
        token = "" if short else _sign_in(first, accounts["demo"])
        before = read_contents(database=first.database, uploads=first.uploads)
        begun = time.monotonic()
        back_up(machine=first, to=backup)
        backed_up = time.monotonic() - begun
    shutil.rmtree(place / "first")
    print(f"备份用时 {backed_up:.1f} 秒，第一台机器已丢弃。 Backup in {backed_up:.1f} s, the first machine is gone.")
    begun = time.monotonic()
    with machine(folder=place / "second", keys=read_keys(place=place / "keys")) as second:
        restore(backup=backup, on=second)
        after = read_contents(database=second.database, uploads=second.uploads)
        if not short:
            _require_alive(second, token, status=200)  # a revoked token would live again: why the next line is needed
        print(second.manage("end_access").strip())
        _require_proven(second)
        took = time.monotonic() - begun
        if not short:
            _require_alive(second, token, status=401)
            _sign_in(second, accounts["officer"])
        _require_damage_noticed(second)
    _report(before, after, took=took)


def _fill(first: Machine) -> dict[str, dict[str, str]]:
    """Load the demonstration data with its files; return the accounts."""
    manage = partial(first.manage, settings="drill")
    for command in (["migrate", "-v0"], ["seed"], ["load_demo"], ["seal_events"]):
        manage(*command)
    found = {each["username"]: each for each in json.loads(manage("demo_accounts", "--json"))}
    owner = next(each for each in found.values() if not each["secret"])
    return {"demo": owner, "officer": found["officer"]}


def _sign_in(on: Machine, account: dict[str, str]) -> str:
    """Sign in over HTTP, with the second factor where there is one, which its key opens; return the token."""
    with on.web() as port:
        person = _person(port, account)
        try:
            person.sign_in()
        except AssertionError as error:
            raise DrillFailed(str(error)) from None
    return person.token


def _require_alive(on: Machine, token: str, *, status: int) -> None:
    with on.web() as port:
        person = _person(port, {})
        person.token = token
        if (found := person.get("me/").status) != status:
            raise DrillFailed(f"the token of the lost machine is answered {found} instead of {status}")


def _person(port: int, account: dict[str, str]) -> Person:
    of = {name: account.get(name, "") for name in ("username", "password", "secret")}
    return Person(send=partial(_send_as_proxy, port=port), name="", title="", **of)


def _send_as_proxy(method: str, path: str, body: bytes | None, headers: Mapping[str, str], *, port: int) -> Answer:
    return send(method, path, body, {**headers, **TLS}, port=port, address=f"127.0.{SEAT}.1")


def _require_proven(on: Machine) -> None:
    if failed := _failed_proof(on):
        raise DrillFailed(failed)


def _failed_proof(on: Machine) -> str:
    """Return what the proof of books and files says where it fails; empty where they are proven."""
    try:
        proof = on.manage("prove", "--files")
    except CommandFailed as failure:
        return str(failure)
    return "" if proof.endswith("books proven\n") else proof


def _require_damage_noticed(on: Machine) -> None:
    """Alter one file of evidence and remove another: the proof must name both."""
    with psycopg.connect(on.database) as connection:
        altered, removed = (on.uploads / path for (path,) in connection.execute(TWO_FILES))
    kept = {path: path.read_bytes() for path in (altered, removed)}
    altered.write_bytes(kept[altered] + b"\n")
    removed.unlink()
    report = _failed_proof(on)
    if "altered" not in report or "lost" not in report:
        raise DrillFailed(f"an altered and a lost file went unnoticed:\n{report}")
    for path, data in kept.items():
        path.write_bytes(data)
    _require_proven(on)
    print("一份被改动、一份丢失的材料均被指出。 An altered and a lost file of evidence were both named.")


def _report(before: Contents, after: Contents, *, took: float) -> None:
    missing = lost(before=before, after=after)
    print(f"{before.rows} 行、{len(before.files)} 个文件，恢复用时 {took:.1f} 秒。 Restored in {took:.1f} s.")
    if missing:
        raise DrillFailed("丢失 lost:\n" + "\n".join(missing))
    print("没有丢失任何内容。 Nothing was lost.")


if __name__ == "__main__":
    sys.exit(main())
