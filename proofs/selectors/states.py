"""The proofs of states: every object reached its state along legal transitions (I8)."""

from enum import StrEnum
from typing import TypeVar

from accounts.rules.states import (
    APPOINTMENT,
    CORRECTION,
    DELEGATION,
    HAND_OVER,
    INVITATION,
    PARTY,
    RESET,
    SUBSTITUTION,
    TAKEOVER,
)
from core.values.state_machine import StateMachine
from facilities.rules.states import APPLICATION, OPEN_UNIT
from matching.rules.states import PROJECT
from oversight.rules.states import OBJECTION, SANCTION
from payments.rules.states import MANUAL_ANSWER, ORDER, PAYEE_ACCOUNT, PAYMENT, PERIOD_CLOSING, RECOVERY, REPAYMENT
from proofs.selectors.invariants import Proof
from redemptions.rules.states import APPEAL, BATCH, REDEMPTION
from vouchers.rules.states import APPROPRIATION, BUDGET_CHANGE, CONTRACT, COUPON, POLICY, ROUND

State = TypeVar("State", bound=StrEnum)


def _states_proof(machine: StateMachine[State], *, table: str, key: str = "id") -> Proof:
    return Proof(
        code="I8",
        says=f"every {machine.name} reached its state along legal transitions, with one event each",
        sql=f"""
            WITH recorded AS (
                SELECT subject_id, id, from_state, to_state,
                    lag(to_state, 1, '') OVER mine AS before, lead(id) OVER mine IS NULL AS newest
                FROM core_event WHERE subject_kind = %(kind)s AND to_state <> ''
                WINDOW mine AS (PARTITION BY subject_id ORDER BY id)
            )
            SELECT coalesce(t.{key}, recorded.subject_id) AS id
            FROM {table} t FULL JOIN recorded ON recorded.subject_id = t.{key}
            WHERE recorded.id IS NULL OR t.{key} IS NULL OR (recorded.newest AND recorded.to_state <> t.state)
                OR recorded.from_state <> recorded.before
                OR (recorded.from_state = '' AND NOT recorded.to_state = ANY(%(initial)s))
                OR (recorded.from_state <> '' AND recorded.from_state <> recorded.to_state
                    AND NOT recorded.from_state || ' ' || recorded.to_state = ANY(%(pairs)s))
        """,
        params={
            "kind": machine.name,
            "initial": [str(state) for state in machine.initial],
            "pairs": [f"{source} {target}" for source, target in machine.pairs],
        },
    )


STATES: tuple[Proof, ...] = (
    _states_proof(POLICY, table="vouchers_policyversion"),
    _states_proof(ROUND, table="vouchers_round"),
    _states_proof(BUDGET_CHANGE, table="vouchers_budgetchange"),
    _states_proof(APPROPRIATION, table="vouchers_appropriation"),
    _states_proof(COUPON, table="vouchers_coupon"),
    _states_proof(CONTRACT, table="vouchers_servicecontract"),
    _states_proof(REDEMPTION, table="redemptions_redemption"),
    _states_proof(BATCH, table="redemptions_redemptionbatch"),
    _states_proof(APPEAL, table="redemptions_appeal"),
    _states_proof(PAYMENT, table="payments_payment"),
    _states_proof(ORDER, table="payments_paymentorder"),
    _states_proof(RECOVERY, table="payments_recovery"),
    _states_proof(REPAYMENT, table="payments_repayment"),
    _states_proof(PAYEE_ACCOUNT, table="payments_payeeaccount"),
    _states_proof(MANUAL_ANSWER, table="payments_manualanswer"),
    _states_proof(PERIOD_CLOSING, table="payments_periodclosing"),
    _states_proof(PROJECT, table="matching_project"),
    _states_proof(OPEN_UNIT, table="facilities_openunit", key="party_id"),
    _states_proof(APPLICATION, table="facilities_unitapplication"),
    _states_proof(OBJECTION, table="oversight_objection"),
    _states_proof(SANCTION, table="oversight_sanction"),
    _states_proof(PARTY, table="accounts_party"),
    _states_proof(TAKEOVER, table="accounts_takeover"),
    _states_proof(APPOINTMENT, table="accounts_appointment"),
    _states_proof(INVITATION, table="accounts_invitation"),
    _states_proof(RESET, table="accounts_secondfactorreset"),
    _states_proof(CORRECTION, table="accounts_interestcorrection"),
    _states_proof(HAND_OVER, table="accounts_handover"),
    _states_proof(SUBSTITUTION, table="accounts_substitution"),
    _states_proof(DELEGATION, table="accounts_delegation"),
)
