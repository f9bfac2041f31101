"""The documents agree with the code: states, words, jobs, variables, paths, commands."""

import re
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands

from accounts.rules.roles import Role
from config.env import PROJECT
from config.jobs import JOBS
from core.values.schedules import MOMENT_SECONDS, Cadence
from core.web.state_words import STATES

sys.path.insert(0, str(PROJECT / "scripts"))

import states

DOCS = [*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md")]
DECISIONS = sorted(PROJECT.glob("docs/decisions/0*.md"))
OWN_MODELS = {
    model.__name__
    for model in apps.get_models()
    if Path(apps.get_app_config(model._meta.app_label).path).parent == PROJECT
}
MADE_BY_RUNNING = {".local", "var"}
ROOTS = {path.name for path in PROJECT.iterdir() if path.is_dir() and path.name not in MADE_BY_RUNNING}


def read(name: str) -> str:
    return (PROJECT / name).read_text("utf-8")


def words_of(column: int) -> set[str]:
    """Return the English words in a column of the glossary's tables."""
    rows = [line.split("|")[column] for line in read("docs/glossary.md").splitlines() if line.startswith("|")]
    return set(re.findall(r"\w+", " ".join(rows)))


def test_states_are_made_from_the_tables() -> None:
    assert read("docs/states.md") == states.page(), "run scripts/states.py --write"


def test_every_state_machine_has_words() -> None:
    named = {machine.name for file in states.machine_files() for machine, _ in states.machines_of(file)}
    assert {"coupon", "redemption", "payment", "party"} <= named <= set(STATES)


def test_glossary_has_every_model() -> None:
    assert OWN_MODELS - words_of(1) == set()


def test_glossary_has_every_role() -> None:
    assert {role.value for role in Role} - words_of(1) == set()


def when(cadence: Cadence) -> str:
    match cadence.every:
        case "moment":
            return f"every {MOMENT_SECONDS} s, when there is something"
        case "minute":
            return "every minute"
        case "hour":
            return f"every hour at :{cadence.minute:02d}"
        case _:
            return f"daily {cadence.hour:02d}:{cadence.minute:02d}"


def test_operations_has_every_job_as_it_runs() -> None:
    wanted = [f"| `{name}` | {when(job.cadence)} | {job.zh} | {job.en} |" for name, job in sorted(JOBS.items())]
    table = read("docs/operations.md").partition("| job | when |")[2].partition("\n\n")[0]
    assert table.splitlines()[2:] == wanted


def test_operations_has_every_variable_of_production() -> None:
    variables = re.findall(r"^(\w+)=", read("config/production.env.example"), re.MULTILINE)
    text = read("docs/operations.md")
    assert [name for name in variables if f"`{name}`" not in text] == []


def test_index_has_every_decision() -> None:
    index = re.findall(r"\[\d+\]\((.+?)\) \| (.+?) \|", read("docs/decisions/README.md"))
    titles = [file.read_text("utf-8").splitlines()[0].split(". ", 1)[1] for file in DECISIONS]
    assert index == list(zip([file.name for file in DECISIONS], titles, strict=True))


@pytest.mark.parametrize("file", DOCS, ids=lambda file: str(file.relative_to(PROJECT)))
def test_every_link_and_path_is_there(file: Path) -> None:
    text = file.read_text("utf-8")
    links = [file.parent / link for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", text)]
    spans = [span for span in re.findall(r"`([\w./-]+/[\w./-]*)`", text) if span.split("/")[0] in ROOTS]
    assert [str(path) for path in [*links, *(PROJECT / span for span in spans)] if not path.exists()] == []


@pytest.mark.parametrize("file", DOCS, ids=lambda file: str(file.relative_to(PROJECT)))
def test_every_dotted_name_is_there(file: Path) -> None:
    names = re.findall(r"`((?:config|core|[a-z]+)(?:\.[a-z_]+){2,}(?:\.[A-Z]\w+)?)`", file.read_text("utf-8"))
    assert [name for name in names if name.split(".")[0] in ROOTS and not found(name)] == []


def found(name: str) -> bool:
    """Whether a dotted name is a module or an attribute of one."""
    parent, _, last = name.rpartition(".")
    return (
        find_spec(name) is not None
        if find_spec(parent).submodule_search_locations
        else hasattr(import_module(parent), last)
    )


@pytest.mark.parametrize("file", DOCS, ids=lambda file: str(file.relative_to(PROJECT)))
def test_every_command_is_there(file: Path) -> None:
    text = file.read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    assert set(re.findall(r"manage\.py\s+([a-z]\w*)", text)) <= set(get_commands()) | {"help"}
    assert set(re.findall(r"(?:^    |`)make ([a-z]+)", text, re.MULTILINE)) <= targets
