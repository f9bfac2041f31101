"""Every state of a state machine has its word and its tone, in the app of the state machine."""

from importlib import import_module

import pytest
from django.apps import apps

from core.values.state_machine import Life
from core.web.state_words import STATES, TONES, badge


def lives() -> list[Life]:
    names = [f"{app.name}.rules.states" for app in apps.get_app_configs() if "." not in app.name]
    modules = [import_module(name) for name in names if _exists(name)]
    return [value for module in modules for value in vars(module).values() if isinstance(value, Life)]


def _exists(name: str) -> bool:
    try:
        import_module(name)
    except ModuleNotFoundError:
        return False
    return True


@pytest.mark.parametrize("life", lives(), ids=lambda life: life.name)
def test_every_state_of_a_life_has_a_word(life: Life) -> None:
    assert set(STATES[life.name]) == set(life.states)


@pytest.mark.parametrize("life", lives(), ids=lambda life: life.name)
def test_every_state_of_a_life_has_a_tone(life: Life) -> None:
    assert {badge(life.name, state).tone for state in life.states} <= set(TONES)


def test_no_state_has_a_word_that_nothing_can_be_in() -> None:
    assert set(STATES) == {life.name for life in lives()} | {"job"}
    assert set(STATES["job"]) == {"queued", "running", "done", "failed"}


@pytest.mark.parametrize("app", [app.name for app in apps.get_app_configs() if _exists(f"{app.name}.rules.states")])
def test_an_app_has_the_words_of_its_own_states(app: str) -> None:
    own = [each.name for each in vars(import_module(f"{app}.rules.states")).values() if isinstance(each, Life)]
    assert set(import_module(f"{app}.messages").STATES) == set(own)
