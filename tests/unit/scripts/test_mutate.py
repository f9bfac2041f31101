"""`make mutate` reports mutants that tests miss."""

import subprocess
import sys

import pytest

from config.env import PROJECT
from scripts.mutate.__main__ import EXACT, complaints, figures, killers_of, pure_files, run
from scripts.mutate.code import changed_functions, compiled
from scripts.mutate.listed import Survivor, survivors_in
from scripts.mutate.mutants import Mutant, mutants_of

RULE = '''"""A rule."""

Unit = str
Row: TypeAlias = tuple[Unit, int]
LIMIT = 5


def is_within(value: int) -> bool:
    """Whether it is."""
    if value < 0:
        raise ValueError("below nothing")
    return value <= LIMIT
'''
TRY = """
import sys
from scripts.mutate.mutants import mutants_of
from scripts.mutate.trials import PROJECT, try_mutants
mutants = mutants_of(PROJECT / sys.argv[1], name=sys.argv[1])
print(*try_mutants(mutants, tests=sys.argv[2:]))
"""
LISTED = """# Mutants

## `a.py`

Equivalent: nothing could
tell.

```diff
- one
+ two
- three
+
```

Only words.

```diff
- four
+ five
```
"""


def _tried(path: str, *tests: str) -> list[str]:
    command = [sys.executable, "-c", TRY, path, *tests]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=100, check=True)
    return done.stdout.split()


def _mutant(removed: str, added: str) -> Mutant:
    return Mutant(path="a.py", line=7, removed=removed, added=added, source="")


def test_everything_that_decides_is_mutated(tmp_path):
    (tmp_path / "rule.py").write_text(RULE)
    changes = [(mutant.removed, mutant.added) for mutant in mutants_of(tmp_path / "rule.py", name="rule.py")]
    assert sorted(changes) == [
        ("LIMIT = 5", "LIMIT = 6"),
        ("LIMIT = 5", "LIMIT = None"),
        ("if value < 0:", "if False:"),
        ("if value < 0:", "if True:"),
        ("if value < 0:", "if value < 1:"),
        ("if value < 0:", "if value <= 0:"),
        ("return value <= LIMIT", "return value < LIMIT"),
    ]


@pytest.mark.parametrize("path", ["redemptions/rules/payment_windows.py", "facilities/rules/units.py"])
def test_tests_of_a_rule_or_a_table_kill_its_mutants(path):
    assert set(_tried(path, *killers_of(path))) == {"killed"}


def test_tests_of_another_rule_leave_them_alive():
    assert set(_tried("vouchers/rules/annual_limits.py", *killers_of("redemptions/rules/payment_windows.py"))) == {
        "survived"
    }


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("return value <= LIMIT", "return value < LIMIT", {"is_within"}),
        ("return value <= LIMIT", "return all(value <= each for each in (LIMIT,))", {"is_within"}),
        ("LIMIT = 5", "LIMIT = 6", None),
        ("LIMIT = 5", "LIMIT = max(each for each in (4, 5))", None),
        ("Unit = str", "Unit = str  # a name", set()),
    ],
)
def test_a_change_of_functions_alone_is_told_from_one_of_what_runs_at_import(old, new, changed):
    before, after = (compiled(source, PROJECT / "rule.py") for source in (RULE, RULE.replace(old, new)))
    assert changed_functions(before, after) == changed


@pytest.mark.parametrize(("one", "other"), [("(4, 5)", "(3, 5)"), ("each > 0", "each > 1")])
def test_a_table_made_in_a_loop_runs_at_import(one, other):
    source = "A = tuple(each for each in (4, 5))\nB = tuple(each for each in (6, 7) if each > 0)\n"
    before, after = (compiled(text, PROJECT / "rule.py") for text in (source, source.replace(one, other)))
    assert changed_functions(before, after) is None


def test_every_pure_file_has_its_tests():
    paths = pure_files()
    assert {"core/values/money.py", "vouchers/rules/books.py", "accounts/rules/states.py"} <= set(paths)
    assert [test for path in paths for test in killers_of(path) if not (PROJECT / test).exists()] == []
    assert set(EXACT) <= set(paths)


def test_a_file_without_mutants_is_none_to_try():
    assert run("oversight/rules/stage_guards.py") == []
    assert figures("a.py", []).split() == ["a.py", "0", "0", "0", "100.0%"]


def test_the_list_gives_a_reason_for_each_survivor():
    first, second, third = survivors_in(LISTED)
    assert (first.change, first.reason) == (("a.py", "one", "two"), "Equivalent: nothing could tell.")
    assert (second.change, second.is_equivalent) == (("a.py", "three", ""), True)
    assert (third.change, third.is_equivalent) == (("a.py", "four", "five"), False)


def test_a_survivor_without_a_reason_is_no_list():
    with pytest.raises(ValueError, match="no reason"):
        list(survivors_in("## `a.py`\n\n```diff\n- one\n+ two\n```\n"))


@pytest.mark.parametrize(
    ("killed", "alive", "listed", "said"),
    [
        (99, [("one", "two")], [("one", "two")], []),
        (99, [("one", "two")], [], ["a.py:7 survives and is not listed"]),
        (99, [("one", "two")] * 2, [("one", "two")], ["a.py:7 survives and is not listed"]),
        (99, [], [("one", "two")], ["a.py lists what does not survive"]),
        (18, [("one", "two")] * 2, [("one", "two")] * 2, ["fewer than 95% of the mutants are killed"]),
    ],
)
def test_what_keeps_a_run_from_being_good(killed, alive, listed, said):
    trials = [(_mutant("dead", "gone"), "killed")] * killed + [(_mutant(*change), "survived") for change in alive]
    known = [Survivor(path="a.py", removed=removed, added=added, reason="Equivalent: x") for removed, added in listed]
    assert [complaint.splitlines()[0] for complaint in complaints(trials, known)] == said


def test_money_limits_and_dates_allow_only_equivalent_survivors():
    known = [Survivor(path="core/values/money.py", removed="one", added="two", reason="Nobody minds.")]
    mutant = Mutant(path="core/values/money.py", line=7, removed="one", added="two", source="")
    trials = [(mutant, "survived"), *[(mutant, "killed")] * 99]
    [complaint] = complaints(trials, known)
    assert complaint.startswith("core/values/money.py allows only equivalent survivors")
