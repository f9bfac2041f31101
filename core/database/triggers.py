"""Database triggers made from data: append-only tables and legal transitions between states."""

from enum import StrEnum
from typing import TypeVar

import pgtrigger

from core.values.state_machine import StateMachine

State = TypeVar("State", bound=StrEnum)


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """Return triggers that refuse UPDATE, DELETE and TRUNCATE on a table (invariant I9)."""
    refuse = f"RAISE EXCEPTION '{name} is append-only' USING ERRCODE = 'restrict_violation', CONSTRAINT = '{name}_append_only';"
    return [
        pgtrigger.Trigger(
            name=f"{name}_append_only",
            operation=pgtrigger.Update | pgtrigger.Delete,
            when=pgtrigger.Before,
            func=refuse,
        ),
        pgtrigger.Trigger(
            name=f"{name}_no_truncate",
            operation=pgtrigger.Truncate,
            when=pgtrigger.Before,
            level=pgtrigger.Statement,
            func=refuse,
        ),
    ]


def refuse_state(name: str, *, state: str, where: str) -> pgtrigger.Trigger:
    """Return a trigger that refuses a row the move to a state while a SELECT of one boolean is true."""
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.UpdateOf("state"),
        when=pgtrigger.Before,
        condition=pgtrigger.Condition(f"NEW.state = '{state}' AND OLD.state IS DISTINCT FROM NEW.state"),
        func=f"""
            IF ({where}) THEN
                RAISE EXCEPTION 'row % may not be {state}', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN NEW;
        """,
    )


def legal_transitions(name: str, machine: StateMachine[State]) -> list[pgtrigger.Trigger]:
    """Return triggers that refuse illegal initial states and illegal transitions of a state machine (invariant I8).

    The WHEN condition holds the check, so PostgreSQL calls the function only to refuse a row.
    """
    firsts = ", ".join(f"'{state}'" for state in sorted(machine.initial))
    pairs = ", ".join(f"('{source}', '{target}')" for source, target in sorted(machine.pairs))
    refuse = f"USING ERRCODE = 'check_violation', CONSTRAINT = '{name}_legal_edge'"
    return [
        pgtrigger.Trigger(
            name=f"{name}_legal_start",
            operation=pgtrigger.Insert,
            when=pgtrigger.Before,
            condition=pgtrigger.Condition(f"NEW.state NOT IN ({firsts})"),
            func=f"RAISE EXCEPTION '{name} cannot begin as %', NEW.state {refuse};",
        ),
        pgtrigger.Trigger(
            name=f"{name}_legal_edge",
            operation=pgtrigger.UpdateOf("state"),
            when=pgtrigger.Before,
            condition=pgtrigger.Condition(
                f"NEW.state IS DISTINCT FROM OLD.state AND (OLD.state, NEW.state) NOT IN ({pairs})"
            ),
            func=f"RAISE EXCEPTION '{name} cannot go from % to %', OLD.state, NEW.state {refuse};",
        ),
    ]
