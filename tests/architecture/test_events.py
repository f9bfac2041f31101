"""Every event has a sentence, and a subscriber or an entry among the silent ones; every handler and job exists."""

import ast
import string
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.utils.module_loading import import_string

from config.env import PROJECT
from config.jobs import JOBS
from config.subscriptions import SUBSCRIPTIONS
from core.messages.catalogue import _collected
from core.values.state_machine import StateMachine

OWN = [config for config in apps.get_app_configs() if Path(config.path).parent == PROJECT]
HANDLERS = sorted({path for handlers in SUBSCRIPTIONS.values() for path in handlers})


def machines():
    """Return every state machine in a rules/states.py."""
    names = [f"{config.name}.rules.states" for config in OWN if find_spec(f"{config.name}.rules")]
    modules = [import_module(name) for name in names if find_spec(name)]
    return [value for module in modules for value in vars(module).values() if isinstance(value, StateMachine)]


def literals(call, keyword):
    """Return the literal values of a keyword in calls of this name in all apps."""
    for config in OWN:
        for file in sorted(Path(config.path).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == call:
                    yield from (k.value.value for k in node.keywords if k.arg == keyword and is_text(k.value))


def is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_every_event_of_a_transition_is_listed():
    events = {each.event for machine in machines() for each in machine.transitions}
    assert events
    assert events - set(SUBSCRIPTIONS) == set()


def test_every_event_written_by_name_is_listed():
    events = set(literals("Change", "type"))
    assert "clock.moved" in events
    assert events - set(SUBSCRIPTIONS) == set()


def test_every_listed_event_has_a_sentence():
    assert set(SUBSCRIPTIONS) - set(_collected("EVENTS")) == set()


def test_every_sentence_is_of_a_listed_event():
    assert set(_collected("EVENTS")) - set(SUBSCRIPTIONS) == set()


def test_every_notice_sent_has_words():
    assert set(literals("notify", "kind")) - set(_collected("NOTICES")) == set()


@pytest.mark.parametrize("path", HANDLERS)
def test_every_handler_is_there(path):
    assert callable(import_string(path))


@pytest.mark.parametrize("name", JOBS)
def test_every_job_is_there(name):
    assert callable(import_string(JOBS[name].service))


@pytest.mark.parametrize("table", ["MESSAGES", "ADVICE", "EVENTS", "NOTICES"])
def test_both_languages_say_the_same_params(table):
    for code, texts in _collected(table).items():
        for chinese, english in zip(texts[::2], texts[1::2], strict=True):
            assert params(chinese) == params(english), code


def params(text):
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name}
