"""Every state machine of the apps, and the states of the rows that are there."""

from datetime import datetime
from importlib import import_module

from django.apps import apps
from django.db.models import Min, Model

from config.env import PROJECT
from core.models.states import StateField
from core.values.deadlines import beijing_day
from core.values.state_machine import StateMachine
from payments.models import ReconciliationEntry

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


def unshown_closings(at: datetime) -> set[str]:
    """Return the states of closings that the demonstration cannot show at a moment: a month of its entries has to be over,
    and a second one for a month that is closed while the next one waits."""
    first = ReconciliationEntry.objects.aggregate(first=Min("day"))["first"]
    today = beijing_day(at)
    over = (today.year - first.year) * 12 + today.month - first.month
    return {"proposed", "refused", "withdrawn", "closed"} if over == 0 else {"closed"} if over == 1 else set()
