"""docs/security.md names every requirement of ASVS 5.0 up to level 2 once, and tests that exist."""

import re
from collections.abc import Iterator

from config.env import PROJECT

TEXT = (PROJECT / "docs" / "security.md").read_text("utf-8")
ROWS = [line.split("|")[1:-1] for line in TEXT.splitlines() if re.match(r"\| [0-9]+\.", line)]
SECTIONS = {
    1: {1: 2, 2: 9, 3: 11, 4: 3, 5: 2},
    2: {1: 3, 2: 3, 3: 4, 4: 1},
    3: {2: 2, 3: 4, 4: 6, 5: 5, 7: 2},
    4: {1: 3, 2: 1, 3: 2, 4: 4},
    5: {1: 1, 2: 3, 3: 2, 4: 3},
    6: {1: 3, 2: 12, 3: 4, 4: 4, 5: 5, 6: 3, 8: 4},
    7: {1: 3, 2: 4, 3: 2, 4: 5, 5: 2, 6: 2},
    8: {1: 2, 2: 3, 3: 1, 4: 1},
    9: {1: 3, 2: 4},
    10: {1: 2, 2: 2, 3: 4, 4: 11, 5: 5, 6: 2, 7: 3},
    11: {1: 2, 2: 3, 3: 3, 4: 4, 5: 1, 6: 1},
    12: {1: 3, 2: 2, 3: 4},
    13: {1: 1, 2: 5, 3: 2, 4: 5},
    14: {1: 2, 2: 4, 3: 3},
    15: {1: 3, 2: 3, 3: 7},
    16: {1: 1, 2: 5, 3: 4, 4: 3, 5: 3},
    17: {1: 1, 2: 4, 3: 2},
}
"""Chapter → section → its number of requirements of level 1 and 2, which stand first in each section."""
WITHOUT_TEST = ("not applicable", "missing", "deployment", "Deployment", "ruff")


def requirements(cell: str) -> Iterator[str]:
    """Yield the requirements that a cell names: 1.2.3, 1.2.5–1.2.7."""
    for part in cell.strip().split(", "):
        first, _, last = part.partition("–")
        section, _, begin = first.rpartition(".")
        for number in range(int(begin), int((last or first).rpartition(".")[2]) + 1):
            yield f"{section}.{number}"


def test_every_requirement_is_named_once() -> None:
    wanted = [
        f"{chapter}.{section}.{number}"
        for chapter, sections in SECTIONS.items()
        for section, count in sections.items()
        for number in range(1, count + 1)
    ]
    assert sorted(name for row in ROWS for name in requirements(row[0])) == sorted(wanted)


def test_every_row_names_a_test_or_what_is_missing() -> None:
    assert [
        row[0] for row in ROWS if "::" not in row[2] and not any(word in "".join(row) for word in WITHOUT_TEST)
    ] == []


def test_every_named_test_exists() -> None:
    files = {file.name: "" for file in PROJECT.glob("tests/**/test_*.py")}
    for file in PROJECT.glob("tests/**/test_*.py"):
        files[file.name] += file.read_text("utf-8")
    named = re.findall(r"(test_\w+\.py)::(test_\w+)", TEXT)
    assert len(named) > 80
    assert [name for name in named if f"def {name[1]}(" not in files.get(name[0], "")] == []
