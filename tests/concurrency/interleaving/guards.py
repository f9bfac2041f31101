"""The guards, each taken away by a switch: out of the statement that is sent, or out of the test's own database."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.concurrency.interleaving.trial import Trial
from tests.concurrency.races import without

Rewrite = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Guard:
    """What holds a pair apart: `rewrite` sends its statements without it, `drops` are constraints, indexes and triggers
    that back it up; `harm` is what is then seen (a pattern)."""

    name: str
    pair: str
    harm: str
    rewrite: Rewrite = str
    drops: tuple[str, ...] = ()


def unlocked(table: str) -> Rewrite:
    """Rows of a table are read without a lock."""
    reads = re.compile(rf'FROM "?{table}"?\b')
    lock = re.compile(r"FOR (NO KEY UPDATE|SHARE)( OF \S+)?( SKIP LOCKED)?")
    return lambda sql: lock.sub("", sql) if reads.search(sql) else sql


def without_text(pattern: str, instead: str = "") -> Rewrite:
    """Statements without a condition."""
    found = re.compile(pattern)
    return lambda sql: found.sub(instead, sql)


def both(*rewrites: Rewrite) -> Rewrite:
    """One after the other."""

    def rewrite(sql: str) -> str:
        for each in rewrites:
            sql = each(sql)
        return sql

    return rewrite


ANY_YEAR = without_text(r"WHERE mine\.used \+ excluded\.used <= %s", "WHERE %s IS NOT NULL")
"""A claim that counts in its year whatever the limit."""


@contextmanager
def taken_away(guard: Guard, trial: Trial) -> Iterator[None]:
    """The guard is gone meanwhile; the world is put back before the database gets its own again."""
    trial.gate.rewrite = guard.rewrite
    with without(*guard.drops):
        try:
            yield
        finally:
            trial.gate.rewrite = str
            trial.world.restore()


LOOK_FIRST = r"""
    SELECT new.* FROM (VALUES \1) AS new (actor, key, operation, hash, status, at) WHERE NOT EXISTS (
        SELECT FROM core_idempotencykey old WHERE (old.actor_id, old.key) = (new.actor, new.key))
"""

GUARDS = (
    Guard(
        name="the party's lock",
        pair="claim × claim: one applicant, room for both",
        harm='"used_this_year": "0.00".*"used_this_year": "0.00"',
        rewrite=unlocked("accounts_party"),
    ),
    Guard(
        name="the party's lock, beside a bar",
        pair="claim × bar of the applicant",
        harm="claimed after its bar",
        rewrite=unlocked("accounts_party"),
    ),
    Guard(
        name="the party's lock and the limit in the statement that counts the year",
        pair="claim × claim: one applicant, two rounds, room in its year for one",
        harm='"used": 250000.00',
        rewrite=both(unlocked("accounts_party"), ANY_YEAR),
    ),
    Guard(
        name="the condition that the money is free, and the CHECK behind it",
        pair="claim × claim: the last money of a round",
        harm='"free": -50000.00',
        rewrite=without_text("AND free >= %s", "AND %s IS NOT NULL"),
        drops=("round_reserved_within_budget",),
    ),
    Guard(
        name="the condition that the money is free: the CHECK alone says what no claim should hear",
        pair="claim × claim: the last money of a round",
        harm="told: done . budget_below_use",
        rewrite=without_text("AND free >= %s", "AND %s IS NOT NULL"),
    ),
    Guard(
        name="the condition that the round runs",
        pair="claim × closing of the round",
        harm="claimed after the closing",
        rewrite=without_text(r"AND state IN \('announced', 'open'\)"),
    ),
    Guard(
        name="the round's lock",
        pair="budget × budget",
        harm='"budget": 120000.00',
        rewrite=unlocked("vouchers_round"),
    ),
    Guard(
        name="the key's unique constraint: it is looked for, then written",
        pair="one key twice",
        harm="core_idempotencykey.*core_idempotencykey",
        rewrite=without_text(r"VALUES (\(.*\)) ON CONFLICT \(actor_id, key\) DO NOTHING", LOOK_FIRST),
        drops=("idempotency_key_once",),
    ),
    Guard(
        name="the coupon's lock, beside a second click, and the index of one give-back",
        pair="return × return: a second click",
        harm="I7 a coupon gives back at most once",
        rewrite=unlocked("vouchers_coupon"),
        drops=("movement_one_give_back_a_coupon",),
    ),
    Guard(
        name="the coupon's lock and the trigger of its edges",
        pair="register × return",
        harm="told: done . done",
        rewrite=unlocked("vouchers_coupon"),
        drops=("coupon_legal_edge",),
    ),
    Guard(
        name="the lock of the lapse and the index of one give-back",
        pair="lapse × lapse: two beats",
        harm="I7 a coupon gives back at most once",
        rewrite=unlocked("vouchers_coupon"),
        drops=("movement_one_give_back_a_coupon",),
    ),
    Guard(
        name="the locks of party and coupon",
        pair="register × register: one coupon on two contracts",
        harm="told: done . done",
        rewrite=both(unlocked("accounts_party"), unlocked("vouchers_coupon")),
    ),
    Guard(
        name="the contract's lock and the CHECK of its share",
        pair="amend × register",
        harm="told: done . done",
        rewrite=unlocked("vouchers_servicecontract"),
        drops=("contract_coupons_within_share",),
    ),
    Guard(
        name="the unit's shared lock",
        pair="register × striking the unit off",
        harm="told: done . done",
        rewrite=unlocked("facilities_openunit"),
    ),
    Guard(
        name="the contract's lock and the index of one live redemption",
        pair="draft × draft: two redemptions of one contract",
        harm="I5 one live redemption a contract",
        rewrite=unlocked("vouchers_servicecontract"),
        drops=("redemption_one_live_a_contract",),
    ),
    Guard(
        name="the index of live invoices",
        pair="submit × submit: one invoice in two redemptions",
        harm="I5 an invoice is used at most once",
        drops=("invoice_used_once",),
    ),
    Guard(
        name="the redemption's lock and the trigger of its edges",
        pair="submit × expiry of the draft",
        harm="I8 every redemption came to its state along legal edges",
        rewrite=unlocked("redemptions_redemption"),
        drops=("redemption_legal_edge",),
    ),
    Guard(
        name="the batch's lock",
        pair="decide × clearing of the batch",
        harm="told: done . done",
        rewrite=unlocked("redemptions_redemptionbatch"),
    ),
    Guard(
        name="the notice's lock",
        pair="approve × objection",
        harm="told: done . done",
        rewrite=unlocked("oversight_notice"),
    ),
    Guard(
        name="the payment's lock",
        pair="order × order: one payment",
        harm="told: done . done",
        rewrite=unlocked("payments_payment"),
    ),
    Guard(
        name="the order's lock and the trigger of its edges",
        pair="send × cancel an order",
        harm="told: done . done",
        rewrite=unlocked("payments_paymentorder"),
        drops=("payment_order_legal_edge",),
    ),
)
