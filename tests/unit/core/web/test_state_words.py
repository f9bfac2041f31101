"""Every state of a state machine has its word and its tone, in the app of the state machine."""

from importlib import import_module

import pytest
from django.apps import apps

from core.values.state_machine import StateMachine
from core.web.state_words import STATES, TONES, badge


def machines() -> list[StateMachine]:
    names = [f"{app.name}.rules.states" for app in apps.get_app_configs() if "." not in app.name]
    modules = [import_module(name) for name in names if _exists(name)]
    return [value for module in modules for value in vars(module).values() if isinstance(value, StateMachine)]


def _exists(name: str) -> bool:
    try:
        import_module(name)
    except ModuleNotFoundError:
        return False
    return True


@pytest.mark.parametrize("machine", machines(), ids=lambda machine: machine.name)
def test_every_state_has_a_word(machine: StateMachine) -> None:
    assert set(STATES[machine.name]) == set(machine.states)


@pytest.mark.parametrize("machine", machines(), ids=lambda machine: machine.name)
def test_every_state_has_a_tone(machine: StateMachine) -> None:
    assert {badge(machine.name, state).tone for state in machine.states} <= set(TONES)


def test_no_state_has_a_word_that_nothing_can_be_in() -> None:
    assert set(STATES) == {machine.name for machine in machines()} | {"job"}
    assert set(STATES["job"]) == {"queued", "running", "done", "failed"}


@pytest.mark.parametrize("app", [app.name for app in apps.get_app_configs() if _exists(f"{app.name}.rules.states")])
def test_an_app_has_the_words_of_its_own_states(app: str) -> None:
    own = [each.name for each in vars(import_module(f"{app}.rules.states")).values() if isinstance(each, StateMachine)]
    assert set(import_module(f"{app}.messages").STATES) == set(own)
