"""The tables of words: each word is defined once, in its app; the kernel has only its own."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import resolve, reverse

from applicants.rules.profiles import INDUSTRIES, REGIONS
from config.env import PROJECT
from core import messages as of_the_kernel
from core.web.state_words import STATES
from core.web.words import CODE_PARAMS, CODES_IN_PARAMS, STATES_IN_PARAMS, SUBJECTS, WORDS
from facilities.rules import services, units
from vouchers.rules.policies import EVIDENCE_KINDS

OWN = [app.name for app in apps.get_app_configs() if (PROJECT / app.name).is_dir()]
TABLES = {
    app: {name: value for name, value in vars(import_module(f"{app}.messages")).items() if name.isupper()}
    for app in OWN
    if (PROJECT / app / "messages").is_dir() or (PROJECT / app / "messages.py").is_file()
}
NAMES = sorted({name for tables in TABLES.values() for name in tables})
OF_APPS = {*STATES, *WORDS, *SUBJECTS} - {*of_the_kernel.STATES, *of_the_kernel.SUBJECTS, "user", "party"}
"""Words of the apps: state machines, kinds of codes, subjects of events. "Actor" belongs to the kernel."""


def used_in_code(pattern: str) -> set[str]:
    """Return the matches of a pattern in the code of every app."""
    files = [file for app in OWN for file in (PROJECT / app).rglob("*.py")]
    return {found for file in files for found in re.findall(pattern, file.read_text("utf-8"))}


def used_in_templates(pattern: str) -> set[str]:
    """Return the matches of a pattern in every template."""
    files = (PROJECT / "templates").rglob("*.html")
    return {found for file in files for found in re.findall(pattern, file.read_text("utf-8"))}


def strings(room: str) -> Iterator[tuple[str, str]]:
    """Yield every string in a room of the kernel, with its file."""
    for file in (PROJECT / "core" / room).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield file.name, node.value


@pytest.mark.parametrize("name", NAMES)
def test_a_key_of_a_table_stands_in_one_app_only(name: str) -> None:
    counted = Counter(key for tables in TABLES.values() for key in tables.get(name, ()))
    assert [key for key, times in counted.items() if times > 1] == []


def test_the_kernel_has_words_of_its_own_things_only() -> None:
    tables = {"ADVICE", "CONSTRAINTS", "EVENTS", "MENU", "MESSAGES", "STATES", "SUBJECTS"}
    assert set(TABLES["core"]) == tables
    assert set(of_the_kernel.STATES) == {"job"}
    assert set(of_the_kernel.SUBJECTS) == {"calendar", "clock", "job_run", "outbox"}
    kinds = {event.partition(".")[0] for event in of_the_kernel.EVENTS}
    assert kinds == {"access", "attachment", "calendar", "clock", "job", "outbox"}


@pytest.mark.parametrize("room", ["web", "templatetags", "portal", "messages", "notifications", "api"])
def test_the_kernel_names_nothing_of_an_app(room: str) -> None:
    assert [(file, text) for file, text in strings(room) if text in OF_APPS] == []


@pytest.mark.parametrize(
    ("app", "name"), [(app, name) for app, tables in TABLES.items() for _audience, name in tables.get("MENU", ())]
)
def test_an_app_lists_pages_of_its_own_in_the_menu(app: str, name: str) -> None:
    assert resolve(reverse(name)).func.__module__.partition(".")[0] == app


def test_every_app_with_pages_lists_some() -> None:
    with_pages = {app for app in TABLES if (PROJECT / app / "portal" / "urls.py").is_file()}
    assert {app for app, tables in TABLES.items() if "MENU" in tables} == with_pages


def test_every_kind_of_code_that_is_used_has_words_and_the_other_way_round() -> None:
    in_code = used_in_code(r'\bWORDS\["(\w+)"\]') | used_in_code(r'\bchoices\("(\w+)"')
    in_templates = used_in_templates(r'\|word:"(\w+)"')
    assert {"region", "party_kind"} <= in_code
    assert {"side", "unit_category"} <= in_templates
    assert in_code | in_templates | {*CODES_IN_PARAMS.values(), *CODE_PARAMS.values()} == set(WORDS)


def test_every_state_machine_that_is_shown_has_words() -> None:
    shown = used_in_code(r'\bSTATES\["(\w+)"\]') | used_in_templates(r'\bstate_badge "(\w+)"')
    assert {"coupon", "job"} <= shown <= set(STATES)
    assert set(STATES_IN_PARAMS.values()) <= set(STATES)


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("service_category", services.CATEGORIES),
        ("unit_category", units.CATEGORIES),
        ("region", REGIONS),
        ("industry", INDUSTRIES),
        ("evidence_kind", EVIDENCE_KINDS),
    ],
)
def test_every_code_that_the_rules_know_has_a_word(kind: str, codes: tuple[str, ...]) -> None:
    assert set(codes) <= set(WORDS[kind])


def test_subjects_have_places_of_their_own() -> None:
    places = [place for place, _word in SUBJECTS.values()]
    assert len(places) == len(set(places))
