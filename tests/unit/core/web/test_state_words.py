"""Every state of a state machine has its word."""

from importlib import import_module

import pytest
from django.apps import apps

from core.values.state_machine import StateMachine
from core.web.state_words import STATES


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
