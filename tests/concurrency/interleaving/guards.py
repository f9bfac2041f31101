"""The guards of each pair, and the harm without them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.concurrency.guards import without
from tests.concurrency.interleaving.trial import Trial


@dataclass(frozen=True)
class Guard:
    """Names of guards (tests/concurrency/guards.py), and the pattern of the harm without them."""

    pair: str
    off: tuple[str, ...]
    harm: str

    @property
    def name(self) -> str:
        return ", ".join(self.off)


@contextmanager
def taken_away(guard: Guard, trial: Trial) -> Iterator[None]:
    """The guard is off meanwhile; the world is put back before the database gets its own again."""
    with without(*guard.off):
        try:
            yield
        finally:
            trial.world.restore()


BOTH_DONE = "told: done . done"
TWO_GIVE_BACKS = "I7 a coupon gives back at most once"
ONE_ROOM = "claim × claim: one applicant, two rounds, room in its year for one"
LAST_MONEY = "claim × claim: the last money of a round"

GUARDS = (
    Guard(
        "claim × claim: one applicant, room for both",
        ("send_party_lock",),
        '"used_this_year": "0.00".*"used_this_year": "0.00"',
    ),
    Guard("claim × bar of the applicant", ("send_party_lock",), "claimed after its bar"),
    Guard(
        "claim × claim: one applicant, room for both",
        ("send_party_lock", "facts_behind_the_lock"),
        '"used_this_year": "0.00".*"used_this_year": "0.00"',
    ),
    Guard("claim × bar of the applicant", ("send_party_lock", "facts_behind_the_lock"), "claimed after its bar"),
    Guard(ONE_ROOM, ("send_party_lock", "claim_within_year"), '"used": 250000.00'),
    Guard(LAST_MONEY, ("claim_within_budget", "round_reserved_within_budget"), '"free": -50000.00'),
    Guard(LAST_MONEY, ("claim_within_budget",), "told: done . budget_below_use"),
    Guard("claim × closing of the round", ("claim_in_running_round",), "claimed after the closing"),
    Guard("remove × remove: the two managers of a party", ("lock_party",), BOTH_DONE),
    Guard(
        "approve × approve: one change of a budget",
        ("lock_budget_change", "lock_round", "budget_change_legal_edge", "round_budget_by_approved_change"),
        '"budget": 200000.00',
    ),
    Guard(
        "announce × announce: the last money of a year",
        ("lock_appropriations", "appropriation_covers_budgets"),
        '"committed": 120000.00',
    ),
    Guard(
        "one key twice",
        ("send_key", "core_idempotencykey_pkey"),
        "core_idempotencykey.*core_idempotencykey",
    ),
    Guard("return × return: a second click", ("lock_coupon", "movement_one_give_back_a_coupon"), TWO_GIVE_BACKS),
    Guard("register × return", ("lock_coupon", "lock_coupons", "coupon_legal_edge"), BOTH_DONE),
    Guard(
        "lapse × lapse: two beats",
        ("lock_overdue", "movement_one_give_back_a_coupon"),
        TWO_GIVE_BACKS,
    ),
    Guard("register × register: one coupon on two contracts", ("lock_party", "lock_coupons"), BOTH_DONE),
    Guard("amend × register", ("lock_contract", "contract_coupons_within_share"), BOTH_DONE),
    Guard("register × striking the unit off", ("lock_unit_shared",), BOTH_DONE),
    Guard(
        "draft × draft: two redemptions of one contract",
        ("lock_contract", "redemption_one_live_a_contract"),
        "I5 a contract has one live redemption at most",
    ),
    Guard(
        "submit × submit: one invoice in two redemptions",
        ("invoice_used_once",),
        "I5 an invoice is used at most once",
    ),
    Guard(
        "submit × expiry of the draft",
        ("lock_redemption", "lock_late_drafts", "redemption_legal_edge"),
        "I8 every redemption reached its state along legal transitions",
    ),
    Guard(
        "appeal × the decision becomes final",
        ("lock_redemption", "lock_redemptions", "redemption_final_unappealed", "redemption_legal_edge"),
        BOTH_DONE,
    ),
    Guard(
        "appeal × appeal: a second click",
        ("lock_redemption", "lock_appeals", "appeal_once_a_side", "redemption_legal_edge"),
        BOTH_DONE,
    ),
    Guard(
        "dismiss × raise: one appeal",
        ("lock_batch", "lock_redemption", "lock_appeals", "appeal_legal_edge", "redemption_legal_edge"),
        BOTH_DONE,
    ),
    Guard("decide × clearing of the batch", ("lock_batch",), BOTH_DONE),
    Guard(
        "countersign × countersign: one stage",
        ("lock_batch", "lock_notices", "stage_decided_once"),
        BOTH_DONE,
    ),
    Guard(
        "order × revocation of the coupons",
        ("lock_accounts_shared", "lock_payments", "payment_legal_edge", "payment_account_fixed"),
        BOTH_DONE,
    ),
    Guard("approve × objection", ("lock_notice", "lock_notices"), BOTH_DONE),
    Guard("order × order: one payment", ("lock_payments",), BOTH_DONE),
    Guard("import × import: one answer twice", ("bank_answer_once",), BOTH_DONE),
    Guard("bank return × settlement of the round", ("lock_rounds", "lock_round"), "a settled round has no money due"),
    Guard(
        "send × cancel an order",
        ("lock_order", "lock_order_payments", "payment_order_legal_edge", "payment_legal_edge"),
        BOTH_DONE,
    ),
    Guard(
        "order × suspension of the payee",
        (
            *("lock_accounts_shared", "lock_payments", "payment_of_suspended_payee", "payment_legal_edge"),
            *("payment_account_fixed", "payment_suspended_has_no_order"),
        ),
        "I10 no payment of a suspended party was ordered or sent while the measure was in force",
    ),
    Guard(
        "approve × suspension of the payee",
        ("lock_parties_shared",),
        "I10 the payments of a suspended party that are not sent are held",
    ),
)
