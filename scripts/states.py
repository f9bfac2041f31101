#!/usr/bin/env python
"""Make docs/states.md out of the state machines in every app's rules/states.py and the roles in its permissions.py.

python scripts/states.py           print it
python scripts/states.py --write   write it; tests/architecture/test_docs.py fails until this was done
"""

import argparse
import ast
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.utils.translation import override

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from config.env import choose_settings  # noqa: E402 - the project has to be found first
from core.access.checks import ANYBODY, operations  # noqa: E402
from core.values.state_machine import StateMachine  # noqa: E402
from core.web.state_words import STATES  # noqa: E402

TARGET = PROJECT / "docs" / "states.md"

HEAD = """# State machines

Made by `python scripts/states.py --write` from the tables in `<app>/rules/states.py` and `<app>/permissions.py`; not to be
edited by hand.

Each table is enforced twice: a service asks it before it changes a state (`StateMachine.get_transition`, else
`illegal_state`), and the trigger `<name>_legal_edge`, made from the same table, refuses what gets past the services. A
transition writes one event, the one in the table. Below each diagram stand the words that people are shown
(`STATES` in `<app>/messages`).

- **deadline**: the rule that ends the time for the transition, or makes it. `publicity` of a batch, `register_by`, `valid_until`,
  `redeem_by`, `correction`, `appeal` and `objection` are parameters of the policy version (`vouchers/policies/*.toml`, table
  `deadlines`); `publicity` and `exit_notice` of an open unit stand in `facilities/rules/units.py`, `project_answer` in
  `matching/rules/projects.py`; `opens_at` and `closes_at` are columns of the round.
- **gives back**: the cause of a give-back, a switch of the policy version (table `give_back`): on, the money is free again and the
  year is credited; off, it is forfeited. A `revocation` always frees the money and never credits the year.

Below a table stand the sets of states that have a name, for what several places ask. A state without a transition out of it is
an end. Some transitions are in the tables already though nothing makes them yet: the
README says which parts are missing. Who may ask for what stands at the end: roles are a matter of requests, not of states.
"""

WHO = """## Who may ask for what

From each app's `permissions.py`. A transition that no operation asks for is made by a job, or comes with another one.

| operation | roles |
|---|---|"""


def machine_files() -> list[Path]:
    """Every rules/states.py, in the order of the tree."""
    return sorted(PROJECT.glob("*/rules/states.py"))


def machines_of(file: Path) -> list[tuple[StateMachine[Any], str]]:
    """The state machines of a file in its order, each with the sentence below it."""
    return [(value, sentence) for _, value, sentence in _tables(file) if isinstance(value, StateMachine)]


def sets_of(file: Path, machine: StateMachine[Any]) -> list[str]:
    """The named sets of a machine's states, a line each."""
    kind = type(machine.states[0])
    return [
        f"- `{name}`: {', '.join(value)}. {sentence}".rstrip()
        for name, value, sentence in _tables(file)
        if isinstance(value, tuple) and isinstance(value[0], kind)
    ]


def _tables(file: Path) -> Iterator[tuple[str, Any, str]]:
    """Name, value and sentence of everything a module assigns."""
    module = import_module(".".join(file.relative_to(PROJECT).with_suffix("").parts))
    body = ast.parse(file.read_text("utf-8")).body
    for position, node in enumerate(body):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            yield name, getattr(module, name), _sentence(body[position + 1 : position + 2])


def _sentence(following: list[ast.stmt]) -> str:
    match following:
        case [ast.Expr(value=ast.Constant(value=str(text)))]:
            return " ".join(text.split())
    return ""


def words(machine: StateMachine[Any]) -> str:
    """Every state with what people are shown."""
    shown = STATES[machine.name]
    with override("zh-hans"):
        return " · ".join(f"{state} {shown[state][0]}" for state in machine.states)


def diagram(machine: StateMachine[Any]) -> list[str]:
    """The states as a mermaid state diagram."""
    firsts = [f"    [*] --> {state}" for state in machine.initial]
    moves = [f"    {each.source} --> {each.target}: {each.event.partition('.')[2]}" for each in machine.transitions]
    ends = [f"    {state} --> [*]" for state in machine.states if state in machine.ends]
    return ["```mermaid", "stateDiagram-v2", *firsts, *moves, *ends, "```"]


def table(machine: StateMachine[Any]) -> list[str]:
    """The state machine as a table, one transition a row."""
    rows = [
        f"| {each.source} | {each.target} | `{each.event}` | {each.deadline or ''} | {each.gives_back or ''} |"
        for each in machine.transitions
    ]
    return ["| from | to | event | deadline | gives back |", "|---|---|---|---|---|", *rows]


def who() -> list[str]:
    """Every operation with the roles that may ask for it, as rows of a table."""
    return [f"| `{name}` | {_roles(roles)} |" for name, roles in sorted(operations().items())]


def _roles(roles: frozenset[str]) -> str:
    return "everybody who is signed in" if roles is ANYBODY else ", ".join(sorted(roles))


def page() -> str:
    """The whole of docs/states.md."""
    parts = [HEAD]
    for file in machine_files():
        for machine, sentence in machines_of(file):
            place = file.relative_to(PROJECT).as_posix()
            parts += [
                f"## {machine.name}",
                "",
                f"{sentence} `{place}`",
                "",
                *diagram(machine),
                "",
                words(machine),
                "",
                *table(machine),
                "",
                *([*sets, ""] if (sets := sets_of(file, machine)) else []),
            ]
    return "\n".join([*parts, WHO, *who(), ""])


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
