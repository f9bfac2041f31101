#!/usr/bin/env python
"""Make docs/states.md out of the tables of legal edges in every app's rules/states.py.

python scripts/states.py           print it
python scripts/states.py --write   write it; tests/architecture/test_docs.py fails until this was done
"""

import argparse
import ast
import sys
from importlib import import_module
from pathlib import Path

import django
from django.utils.translation import override

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from config.env import choose_settings  # noqa: E402 - the project has to be found first
from core.values.state_machine import APPLICANT, APPROVER, FINANCE, OFFICER, SYSTEM, UNIT, Edge, Life  # noqa: E402
from core.web.state_words import STATES  # noqa: E402

TARGET = PROJECT / "docs" / "states.md"

HEAD = """# Lives

Made by `python scripts/states.py --write` from the tables in `<app>/rules/states.py`; not to be edited by hand.

Each table is law twice: a service asks it before it moves anything (`Life.get_edge`, else `illegal_state`), and the trigger
`<life>_legal_edge`, made from the same table, refuses what gets past the services. A move writes one event, the one
in the table. Below each diagram stand the words that people are shown (`STATES` in `<app>/messages`).

- **who**: whose hand the move is; *system* is a job, or what another move brings with it. What a role may ask for is
  in each app's `permissions.py`.
- **deadline**: the rule that ends the time for the move, or makes it. `publicity` of a batch, `register_by`, `valid_until`,
  `redeem_by`, `correction`, `appeal` and `objection` are parameters of the policy version (`vouchers/policies/*.toml`, table
  `deadlines`); `publicity` and `exit_notice` of an open unit stand in `facilities/rules/units.py`, `project_answer` in
  `matching/rules/projects.py`; `opens_at` and `closes_at` are columns of the round.
- **gives back**: the cause of a give-back, a switch of the policy version (table `give_back`): on, the money is free again and the
  year is credited; off, it is forfeited. A `revocation` always frees the money and never credits the year.

A state without a way out ends the life. Some edges are law already though nothing makes the move yet: the README says which
parts are missing.
"""

GROUPS = {
    "applicant": APPLICANT,
    "unit": UNIT,
    "officer": OFFICER,
    "approver": APPROVER,
    "finance": FINANCE,
    "*system*": SYSTEM,
}


def life_files() -> list[Path]:
    """Every rules/states.py, in the order of the tree."""
    return sorted(PROJECT.glob("*/rules/states.py"))


def lives_of(file: Path) -> list[tuple[Life, str]]:
    """The lives of a file in its order, each with the sentence below it."""
    module = import_module(".".join(file.relative_to(PROJECT).with_suffix("").parts))
    body = ast.parse(file.read_text("utf-8")).body
    found = []
    for position, node in enumerate(body):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = getattr(module, node.targets[0].id)
            if isinstance(value, Life):
                found.append((value, _sentence(body[position + 1 : position + 2])))
    return found


def _sentence(following: list[ast.stmt]) -> str:
    match following:
        case [ast.Expr(value=ast.Constant(value=str(text)))]:
            return " ".join(text.split())
    return ""


def who(edge: Edge) -> str:
    """Who may make the move: groups of roles by one word, what is left by its name."""
    left = set(edge.who)
    words = []
    for word, roles in GROUPS.items():
        if left.issuperset(roles):
            words.append(word)
            left -= set(roles)
    return ", ".join([*words, *sorted(left)])


def words(life: Life) -> str:
    """Every state with what people are shown."""
    shown = STATES[life.name]
    with override("zh-hans"):
        return " · ".join(f"{state} {shown[state][0]}" for state in life.states)


def diagram(life: Life) -> list[str]:
    """The life as a mermaid state diagram."""
    firsts = [f"    [*] --> {state}" for state in life.initial]
    moves = [f"    {edge.source} --> {edge.target}: {edge.event.partition('.')[2]}" for edge in life.edges]
    ends = [f"    {state} --> [*]" for state in life.states if state in life.ends]
    return ["```mermaid", "stateDiagram-v2", *firsts, *moves, *ends, "```"]


def table(life: Life) -> list[str]:
    """The life as a table, one edge a row."""
    rows = [
        f"| {edge.source} | {edge.target} | `{edge.event}` | {who(edge)} | {edge.deadline or ''} | {edge.gives_back or ''} |"
        for edge in life.edges
    ]
    return ["| from | to | event | who | deadline | gives back |", "|---|---|---|---|---|---|", *rows]


def page() -> str:
    """The whole of docs/states.md."""
    parts = [HEAD]
    for file in life_files():
        for life, sentence in lives_of(file):
            place = file.relative_to(PROJECT).as_posix()
            parts += [
                f"## {life.name}",
                "",
                f"{sentence} `{place}`",
                "",
                *diagram(life),
                "",
                words(life),
                "",
                *table(life),
                "",
            ]
    return "\n".join(parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write docs/states.md")
    arguments = parser.parse_args()
    choose_settings(module="config.settings.local")
    django.setup()
    if arguments.write:
        TARGET.write_text(page(), "utf-8")
    else:
        print(page(), end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
