"""Claims of this version and of another in alternation: the same servers, one database each."""

import json
import subprocess
import sys
from itertools import cycle
from pathlib import Path
from typing import TypedDict

from bench import claims, stock
from bench.ground import Ground, site
from bench.processor import Cost
from bench.report import alternate, report
from config.env import environment
from core.timekeeping import clock

DATABASE = "against"
PREPARE = """
import contextlib, io, json, sys
from datetime import UTC, datetime, timedelta
import django
django.setup()
from django.core.management import call_command
with contextlib.redirect_stdout(io.StringIO()):
    call_command("migrate", verbosity=0, interactive=False)
    call_command("seed")
from decimal import Decimal
from pathlib import Path
from bench import stock
from bench.ground import Ground

class Other(Ground):
    def connect(self, database="against"):
        return super().connect(database)

at = datetime.now(tz=UTC)
officer_id = stock._found_authority(at=at)[0]
ground = Other(folder=Path(), url=sys.argv[1], programs=Path())
tokens = stock._enrol(ground, officer_id=officer_id, at=at - timedelta(days=200))[0]
row = stock.open_round(budget=Decimal(sys.argv[2]), officer_id=officer_id, at=at)
print(json.dumps({"tokens": tokens, "round": row.pk}))
"""
"""Script that the other version runs to fill its own database: its tables may differ."""


def claim_against(ground: Ground, have: stock.Stock, *, project: Path) -> None:
    """Measure claims per second and database time per claim against the version in another folder."""
    round_id = stock.open_round(budget=claims.BUDGET, officer_id=have.officer_id, at=clock.now()).pk
    other = _prepare(ground, project=project)
    firms, costs = cycle(other["tokens"]), (Cost(), Cost())

    def ours() -> float:
        with costs[0].measured() as done:
            run = claims.claim_for(port=here, firms=have.firms, round_id=round_id)
            done(len(run.answers))
        return run.rate

    def theirs() -> float:
        with costs[1].measured() as done:
            run = claims.claim_for(port=there, firms=firms, round_id=other["round"])
            done(len(run.answers))
        return run.rate

    with site(ground=ground) as here, site(ground=ground, database=DATABASE, project=project) as there:
        claims.claim_for(port=here, firms=have.firms, round_id=round_id, seconds=2)
        claims.claim_for(port=there, firms=firms, round_id=other["round"], seconds=2)
        value, reference = alternate(ours, theirs)
    report(
        name="claim_against",
        value=value,
        unit="claims/s",
        reference=reference,
        ratio=value / reference,
        processor_ms=costs[0].milliseconds(),
        processor_ms_of_the_other=costs[1].milliseconds(),
        database_ms=claims.compared(*costs),
    )


class Prepared(TypedDict):
    """The tokens of the other version's firms, and the round that they claim in."""

    tokens: list[str]
    round: int


def _prepare(ground: Ground, *, project: Path) -> Prepared:
    with ground.connect("postgres") as connection:
        connection.execute(f'CREATE DATABASE "{DATABASE}"'.encode())
    url = ground.url_of(DATABASE)
    done = subprocess.run(
        [sys.executable, "-c", PREPARE, url, str(claims.BUDGET)],
        cwd=project,
        env=environment(extra={"DATABASE_URL": url}),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: Prepared = json.loads(done.stdout)
    return found
