"""Every state a life may be in has its word."""

from importlib import import_module

import pytest
from django.apps import apps

from core.values.state_machine import Life
from core.web.state_words import STATES


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
