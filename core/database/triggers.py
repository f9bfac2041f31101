"""Database triggers made from data: append-only tables and legal edges of states."""

from collections.abc import Iterable

import pgtrigger

from core.values.state_machine import Life


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """Triggers that refuse UPDATE, DELETE and TRUNCATE on a table (invariant I9)."""
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


def legal_edges(name: str, life: Life, *, also_first: Iterable[str] = ()) -> pgtrigger.Trigger:
    """A trigger on `state` that refuses a row which does not begin as the life does (or in `also_first`), and every
    move that is not one of the life's edges (invariant I8)."""
    firsts = ", ".join(f"'{state}'" for state in sorted({*life.initial, *also_first}))
    pairs = ", ".join(f"('{source}', '{target}')" for source, target in sorted(life.pairs))
    refuse = f"USING ERRCODE = 'check_violation', CONSTRAINT = '{name}_legal_edge'"
    return pgtrigger.Trigger(
        name=f"{name}_legal_edge",
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        when=pgtrigger.Before,
        func=f"""
            IF TG_OP = 'INSERT' THEN
                IF NEW.state NOT IN ({firsts}) THEN
                    RAISE EXCEPTION '{name} cannot begin as %', NEW.state {refuse};
                END IF;
            ELSIF NEW.state IS DISTINCT FROM OLD.state
                AND (OLD.state, NEW.state) NOT IN ({pairs}) THEN
                RAISE EXCEPTION '{name} cannot go from % to %', OLD.state, NEW.state {refuse};
            END IF;
            RETURN NEW;
        """,
    )
