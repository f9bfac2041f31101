"""Try every mutant of the pure files, or of those named; exit 1 if tests are too weak or docs/mutants.md is wrong.

python -m scripts.mutate [--workers 2] [vouchers/rules/claims.py core ...]
"""

import argparse
import multiprocessing
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Sequence

from scripts.mutate.listed import Survivor, survivors_in
from scripts.mutate.mutants import Mutant, mutants_of
from scripts.mutate.trials import PROJECT, NotGreen, Verdict, try_mutants

LIST = PROJECT / "docs" / "mutants.md"
LEAST = 0.95
EXACT = [
    *(f"core/values/{noun}.py" for noun in ["calendar", "money", "deadlines"]),
    *(f"vouchers/rules/{noun}.py" for noun in ["annual_limits", "books", "claims", "deadlines", "eligibility"]),
    *(f"vouchers/rules/{noun}.py" for noun in ["payables", "registrations"]),
    *(f"redemptions/rules/{noun}.py" for noun in ["invoices", "payment_windows", "publicity"]),
    "redemptions/rules/redemptions.py",
]
"""Money, limits and dates: every survivor must be equivalent."""
STATES = "tests/unit/core/test_states.py"
ALSO = {
    "core/values/state_machine.py": [STATES],
    "redemptions/rules/states.py": ["tests/unit/redemptions/test_states.py"],
    "vouchers/rules/states.py": ["tests/unit/vouchers/test_states.py"],
}

Trial = tuple[Mutant, Verdict]


def pure_files() -> list[str]:
    """Return the paths of the files under the import contract `pure`."""
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    [modules] = [each["source_modules"] for each in contracts if each["id"] == "pure"]
    names = [name.replace(".", "/") for name in modules]
    patterns = [f"{name}/*.py" for name in names]
    found = {str(file.relative_to(PROJECT)) for pattern in patterns for file in PROJECT.glob(pattern)}
    return sorted(path for path in found if not path.endswith("__init__.py"))


def killers_of(path: str) -> list[str]:
    """Return the test file of the same name, or the one for all state machines."""
    package, _, noun = path.removesuffix(".py").rpartition("/")
    own = STATES if noun == "states" else f"tests/unit/{package.removesuffix('/rules')}/test_{noun}.py"
    return [own, *ALSO.get(path, [])]


def run(path: str) -> list[Trial]:
    """Try the mutants of a file, in a separate process; none where it has no mutants, such as a single SQL text."""
    mutants = mutants_of(PROJECT / path, name=path)
    if not mutants:
        return []
    return list(zip(mutants, try_mutants(mutants, tests=killers_of(path)), strict=True))


def try_files(paths: Sequence[str], *, workers: int) -> list[Trial]:
    """Try every mutant of the files; print the figures of each file when it is done."""
    trials: list[Trial] = []
    with multiprocessing.get_context("fork").Pool(workers, maxtasksperchild=1) as pool:
        for path, mine in zip(paths, pool.imap(run, paths), strict=True):
            print(figures(path, mine), flush=True)
            trials += mine
    return trials


def figures(name: str, trials: Sequence[Trial]) -> str:
    """Return one line of the table."""
    killed = sum(verdict == "killed" for _, verdict in trials)
    share = killed / len(trials) if trials else 1
    return f"{name:36} {len(trials):6} {killed:6} {len(trials) - killed:6} {share:8.1%}"


def complaints(trials: Sequence[Trial], listed: Sequence[Survivor]) -> list[str]:
    """Return the reasons to fail: too few killed, survivors not listed, listed ones that do not survive."""
    alive = [mutant for mutant, verdict in trials if verdict == "survived"]
    known = Counter(each.change for each in listed)
    found = []
    if len(alive) > len(trials) * (1 - LEAST):
        found.append(f"fewer than {LEAST:.0%} of the mutants are killed")
    for mutant in alive:
        if not known[mutant.change]:
            found.append(
                f"{mutant.path}:{mutant.line} survives and is not listed\n- {mutant.removed}\n+ {mutant.added}"
            )
        known[mutant.change] -= 1
    gone = [(change, count) for change, count in known.items() if count > 0]
    found += [f"{change[0]} lists what does not survive\n- {change[1]}\n+ {change[2]}" for change, _ in gone]
    loose = [each for each in listed if each.path in EXACT and not each.is_equivalent]
    return found + [f"{each.path} allows only equivalent survivors\n- {each.removed}\n+ {each.added}" for each in loose]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    paths = [path for path in pure_files() if not options.only or path.startswith(tuple(options.only))]
    if not paths:
        parser.error("no pure file is called so")
    begun = time.monotonic()
    print(f"{'file':36} {'all':>6} {'killed':>6} {'alive':>6} {'killed':>8}")
    try:
        trials = try_files(paths, workers=options.workers)
    except NotGreen as error:
        print(error, file=sys.stderr)
        return 1
    listed = [each for each in survivors_in(LIST.read_text("utf-8")) if each.path in paths]
    print(figures("together", trials), f"  {time.monotonic() - begun:.0f} s")
    wrong = complaints(trials, listed)
    for complaint in wrong:
        print(complaint, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
