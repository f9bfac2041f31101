"""python -m faults [--seed N] [--minutes M]: inject faults under load, then compare the answers with the stored data.

Prints the seed, the faults by kind, the requests by outcome, the time it took to settle, the auditor's findings and the
proof of the books; exit 1 if there is a finding.
"""

import argparse
import secrets
import shutil
import sys
import time
from pathlib import Path

from faults.ground import Ground, ground, start_site
from faults.parts import Command
from faults.plan import STANDARD_MINUTES, make_plan

CLIENTS = 12


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m faults", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--seed", type=int, default=None, help="repeat the plan of an earlier run")
    parser.add_argument("--minutes", type=float, default=STANDARD_MINUTES, help="how long things break")
    parser.add_argument("--keep", type=Path, default=None, help="where journals and logs are left")
    chosen = parser.parse_args()
    seed = secrets.randbelow(10**6) if chosen.seed is None else chosen.seed
    print(f"seed {seed}", flush=True)
    with ground() as here:
        try:
            return _run(here, seed=seed, minutes=chosen.minutes)
        finally:
            if chosen.keep is not None:
                _keep(here, chosen.keep)


def _run(here: Ground, *, seed: int, minutes: float) -> int:
    from faults import stock  # all three need the settings that the ground chooses
    from faults.report import report
    from faults.run import Run

    stock.prepare(here.folder / "world.json")
    start_site(here)
    clients = [
        Command(
            words=[sys.executable, "-m", "faults.client", str(here.folder), str(number), str(here.port), str(seed)],
            log=here.folder / f"client-{number}.log",
        )()
        for number in range(CLIENTS)
    ]
    run = Run(here=here, plan=make_plan(seed=seed, minutes=minutes), clients=clients)
    run.break_things()
    settled = run.settle()
    for client in clients:
        client.kill()
        client.wait()
    return report(here=here, run=run, settled=settled)


def _keep(here: Ground, place: Path) -> None:
    place.mkdir(parents=True, exist_ok=True)
    for file in here.folder.glob("*.*"):
        if file.suffix in (".log", ".jsonl", ".json"):
            shutil.copy(file, place / file.name)


if __name__ == "__main__":
    begun = time.monotonic()
    code = main()
    print(f"{time.monotonic() - begun:.0f} s")
    sys.exit(code)
