"""The report of a run."""

import subprocess
import sys
from collections import Counter

from config.env import environment
from faults.evidence import Request, read_journals, read_mails
from faults.ground import WORKERS, Ground
from faults.letters import count_doubles
from faults.plan import KINDS, STANDARD_MINUTES, make_plan
from faults.run import SETTLE_SECONDS, Run

LEAST = 300
"""The least number of faults that must hit in four minutes."""


def report(*, here: Ground, run: Run, settled: float | None) -> int:
    """Print the report; return 1 if there is a finding."""
    _print_faults(here, run)
    _print_requests(read_journals(sorted(here.folder.glob("journal-*.jsonl"))))
    mails = read_mails(here.mails)
    print(f"mails: {len(mails)}, {count_doubles(mails)} of them sent again after a fault between acceptance and mark")
    wanted = round(LEAST * len(run.plan) / len(make_plan(seed=0, minutes=STANDARD_MINUTES)))
    failed = [client.returncode for client in run.clients].count(1)
    found = [f"{failed} clients broke off"] if failed else []
    if run.done.total() < wanted:
        found.append(f"only {run.done.total()} faults hit, of at least {wanted}")
    if settled is None:
        found.append(f"not settled after {SETTLE_SECONDS:.0f} s: {run.waiting}")
    else:
        print(f"settled {settled:.1f} s after the last fault")
    found += _silent_workers()
    audit = _output_of([sys.executable, "-m", "faults.auditor", str(here.folder), here.database])
    found += audit.stdout.splitlines() or ([audit.stderr] if audit.returncode else [])
    proof = _output_of([sys.executable, "manage.py", "prove"])
    found += [] if proof.returncode == 0 else [proof.stdout + proof.stderr]
    print(f"prove: {(proof.stdout.splitlines() or ['nothing'])[-1]}")
    print(f"findings: {len(found)}", *found, sep="\n")
    return 1 if found else 0


def _print_faults(here: Ground, run: Run) -> None:
    print(f"faults: {run.done.total()} ({here.cuts} connections cut after a COMMIT; upload disk: {here.disk})")
    for kind in KINDS:
        missed = f" ({run.missed[kind]} found nothing to break)" if run.missed[kind] else ""
        print(f"  {run.done[kind]:4} {kind}{missed}")


def _print_requests(requests: list[Request]) -> None:
    tries = Counter(row["status"] or row["why"] for request in requests for row in request.unknown)
    outcome = Counter(request.status for request in requests)
    replayed = sum(bool(request.answer and request.answer["replayed"]) for request in requests)
    print(f"requests: {len(requests)}, answered {dict(outcome)}, unknown tries {dict(tries)}")
    print(f"  {replayed} were done without an answer, and answered later by their key")
    print(f"  {sum(len(request.again) for request in requests)} were repeated under their key")


def _silent_workers() -> list[str]:
    """Return the workers that run but do not answer."""
    from config.celery import app

    answered = {name for answer in app.control.ping(timeout=5) or [] for name in answer}
    return [f"{name} does not answer" for name in WORKERS if f"{name}@faults" not in answered]


def _output_of(words: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, capture_output=True, text=True, check=False, env=environment())
