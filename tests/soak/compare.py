"""Comparison of the database with the model, in one statement, and a fingerprint that no refusal changes."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection

if TYPE_CHECKING:
    from tests.soak.world import World

STORED: dict[str, tuple[str, str]] = {
    "rounds": (
        "vouchers_round",
        "state budget free held approved paid forfeited recovered policy_version_id=policy proposed_by_id=proposed_by"
        " edited_by_id=edited_by",
    ),
    "coupons": (
        "vouchers_coupon",
        "round_id=round applicant_id=applicant year amount state payable contract_id=contract fault"
        " claimed_on registered_on register_by valid_until redeem_by",
    ),
    "projects": ("matching_project", "applicant_id=applicant unit_id=unit state answer_by"),
    "contracts": (
        "vouchers_servicecontract",
        "project_id=project state=stored_state amount start_on=start end_on=end coupon_total=total valid_until redeem_by"
        " policy_version_id=policy terminated_on pressed_on results_accepted_at|accepted",
    ),
    "redemptions": (
        "redemptions_redemption",
        "contract_id=contract state actual_amount=actual payable batch_id=batch decision decided_amount=decided fault"
        " decided_by_id=decided_by raised correct_by notified_on appeal_by",
    ),
    "batches": ("redemptions_redemptionbatch", "state notice_id=notice summarised_by_id=summarised_by"),
    "notices": ("oversight_notice", "published_on ends_on=ends ended_at|ended withdrawn_at|withdrawn"),
    "objections": (
        "oversight_objection",
        "state investigated_by_id=investigated_by decide_by escalated_at|escalated",
    ),
    "appeals": ("redemptions_appeal", "redemption_id=redemption side state live amount examined_by_id=examined_by"),
    "sanctions": (
        "oversight_sanction",
        "party_id=party measure state begins_on=begins until lift_proposed_by_id=lift_by",
    ),
    "payments": (
        "payments_payment",
        "subject_id=redemption payee_id=payee state amount not_before fiscal_year order_id=order",
    ),
    "manual": ("payments_manualanswer", "state outcome entered_by_id=entered_by decided_by_id=decided_by"),
    "orders": ("payments_paymentorder", "state fiscal_year prepared_by_id=prepared_by"),
    "closings": ("payments_periodclosing", "period state proposed_by_id=proposed_by"),
    "units": ("facilities_openunit", "state leaves_on"),
}
"""The columns that the model knows: `column=name` if the model has another name, `column|name` if it only knows whether there
is a value."""
ELSEWHERE = {
    "years": "SELECT applicant_id || '/' || year, json_build_array(used::text) FROM vouchers_annualuse WHERE used <> 0",
    "appropriations": "SELECT year::text, json_build_array(amount::text, committed::text) FROM vouchers_appropriation"
    " WHERE state = 'confirmed'",
    "budget changes": "SELECT round_id::text, json_build_array(budget::text) FROM vouchers_budgetchange"
    " WHERE state = 'proposed'",
    "records": "SELECT id::text, json_build_array(contract_id::text, done_on::text, amount::text) FROM vouchers_servicerecord",
    "offers": "SELECT contract_id || '/' || coupon_id, json_build_array() FROM vouchers_couponoffer",
    "invoices": "SELECT redemption_id || '/' || number, json_build_array(amount::text, live::text) FROM redemptions_invoice",
    "files": "SELECT id::text, json_build_array(owner_id::text, kind) FROM core_attachment",
    "entries": "SELECT kind || '/' || day, json_build_array(count(*)::text, sum(amount)::text)"
    " FROM payments_reconciliationentry GROUP BY kind, day",
    "keys": "SELECT actor_id || '/' || key, json_build_array() FROM core_idempotencykey",
    "failed reactions": "SELECT id::text, json_build_array(last_error) FROM core_outboxitem WHERE last_error <> ''",
}

_made_in: dict[str, Any] = {}


def fingerprint() -> list[str]:
    """Return the row count and newest transaction of each table: changes with every committed write."""
    return _ask("pg_temp.soak_prints()")


def differences(world: "World") -> list[str]:
    """Return the differences of database and model; renew the fingerprint of the world."""
    answers = _ask("pg_temp.soak_stored() || pg_temp.soak_prints()")
    kinds = [*STORED, *ELSEWHERE]
    world.print = answers[len(kinds) :]
    stored = {kind: json.loads(answer or "{}") for kind, answer in zip(kinds, answers, strict=False)}
    expected = {kind: dict(_rows(world, kind)) for kind in STORED} | {kind: {} for kind in ELSEWHERE} | _expected(world)
    return [text for kind in kinds for text in _unlike(kind, stored[kind], expected[kind])]


def _ask(what: str) -> list[str]:
    """Call one of the functions below, which PostgreSQL plans once per connection."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        if _made_in.get("connection") is not connection.connection:
            cursor.execute(_function("soak_stored", _stored()) + _function("soak_prints", _prints()))
            _made_in["connection"] = connection.connection
        cursor.execute(f"SELECT {what}")
        return list(cursor.fetchone()[0])


def _function(name: str, texts: list[str]) -> str:
    body = ", ".join(f"({text})::text" for text in texts)
    return f"CREATE FUNCTION pg_temp.{name}() RETURNS text[] LANGUAGE plpgsql AS $$BEGIN RETURN ARRAY[{body}]; END$$;"


def _stored() -> list[str]:
    texts = [f"SELECT json_object_agg(key, columns) FROM ({_columns(*STORED[kind])}) stored" for kind in STORED]
    return texts + [
        f"SELECT json_object_agg(key, columns) FROM ({text}) s (key, columns)" for text in ELSEWHERE.values()
    ]


def _prints() -> list[str]:
    tables = sorted(model._meta.db_table for model in apps.get_models() if model._meta.managed)
    return [f"SELECT count(*) || ':' || coalesce(max(xmin::text::bigint), 0) FROM {table}" for table in tables]


def _columns(table: str, names: str) -> str:
    columns = [name.partition("=")[0] for name in names.split()]
    texts = [f"{each.partition('|')[0]} IS NOT NULL" if "|" in each else each for each in columns]
    key = "party_id" if table == "facilities_openunit" else "id"
    return f"SELECT {key}::text AS key, json_build_array({', '.join(f'({text})::text' for text in texts)}) AS columns FROM {table}"


def _rows(world: "World", kind: str) -> Iterator[tuple[str, list[str | None]]]:
    names = [name.replace("|", "=").rpartition("=")[2] for name in STORED[kind][1].split()]
    for pk, thing in getattr(world, kind).items():
        yield str(pk), [_text(getattr(thing, name)) for name in names]


def _expected(world: "World") -> dict[str, dict[str, list[str | None]]]:
    redemptions, contracts = world.redemptions.values(), world.contracts.values()
    return {
        "years": {f"{who}/{year}": [_text(used)] for (who, year), used in world.books.used.items() if used},
        "records": {
            str(pk): [_text(row), _text(done), _text(amount)]
            for row in contracts
            for pk, (done, amount) in row.records.items()
        },
        "offers": {f"{row.pk}/{pk}": [] for row in contracts for pk in row.offered},
        "invoices": {
            f"{row.pk}/{number}": [_text(amount), _text(row.uses_invoices)]
            for row in redemptions
            for number, amount in row.invoices.items()
        },
        "files": {str(pk): [_text(row), kind] for row in redemptions for pk, kind in row.files.items()}
        | {str(row.paper): [str(row.pk), "bank_paper"] for row in world.manual.values()},
        "appropriations": {str(year): [_text(row.amount), _text(row.committed)] for year, row in world.years.items()},
        "budget changes": {str(row.pk): [_text(row.change.budget)] for row in world.rounds.values() if row.change},
        "entries": _entries(world),
        "keys": {f"{actor}/{key}": [] for actor, key in world.keys},
    }


def _entries(world: "World") -> dict[str, list[str | None]]:
    """Return kind and day → the number and the sum of the entries of the model."""
    sums: dict[str, tuple[int, Decimal]] = {}
    for kind, day, amount in world.entries:
        count, total = sums.get(f"{kind}/{day}", (0, Decimal("0.00")))
        sums[f"{kind}/{day}"] = count + 1, total + amount
    return {key: [str(count), _text(total)] for key, (count, total) in sums.items()}


def _unlike(kind: str, stored: dict[str, Any], expected: dict[str, Any]) -> Iterator[str]:
    for key in sorted(stored.keys() | expected.keys()):
        if stored.get(key) != expected.get(key):
            yield f"{kind} {key}: stored {_plain(stored.get(key))}, expected {_plain(expected.get(key))}"


def _plain(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _text(value: Any) -> str | None:
    """Return a value in PostgreSQL's text form."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else str(getattr(value, "pk", value))
