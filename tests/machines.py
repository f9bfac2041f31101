"""Every state machine of the apps, and the states of the rows that are there."""

from importlib import import_module

from django.apps import apps
from django.db.models import Model

from config.env import PROJECT
from core.models.states import StateField
from core.values.state_machine import StateMachine

MACHINES = [
    value
    for file in sorted(PROJECT.glob("*/rules/states.py"))
    for value in vars(import_module(".".join(file.relative_to(PROJECT).with_suffix("").parts))).values()
    if isinstance(value, StateMachine)
]


def model_of(machine: StateMachine) -> type[Model]:
    """Return the model whose rows are in the states of a machine."""
    states = type(machine.states[0])
    [found] = [
        model
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, StateField) and field.name == "state" and field.states is states
    ]
    return found


def states_there(machine: StateMachine) -> set[str]:
    """Return the states of the rows of a machine."""
    return set(model_of(machine).objects.values_list("state", flat=True))
