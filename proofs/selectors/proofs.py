"""The proof of the books (对账): each invariant over data is one query that returns the ids that break it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from django.db import connection

from accounts.rules.roles import MANAGER_ROLES, SIDE_ROLES, STAFF_ROLES
from accounts.rules.states import APPOINTMENT, INVITATION, PARTY, TAKEOVER
from core.values.state_machine import StateMachine
from facilities.rules.states import APPLICATION, OPEN_UNIT
from matching.rules.states import PROJECT
from oversight.rules.states import OBJECTION, SANCTION
from payments.rules.states import MANUAL_ANSWER, ORDER, PAYEE_ACCOUNT, PAYMENT, PERIOD_CLOSING, RECOVERY, REPAYMENT
from proofs.selectors.bank_files import ANSWERED_OTHERWISE, ENTERED_BY_ONE, PAID_OTHERWISE, SENT_WITHOUT_FILE
from proofs.selectors.conflicts import ACTS, ACTS_IN_CONFLICT
from proofs.selectors.payee_accounts import ORDERED_TO_ANOTHER_ACCOUNT, UNCHECKED_ACCOUNTS
from proofs.selectors.reconciliation import CLOSED_OTHERWISE, ENTERED_OTHERWISE
from proofs.selectors.recoveries import KEPT_OTHERWISE, RECOVERED_BY_ONE, RECOVERED_OTHERWISE
from proofs.selectors.revocations import REVOKED_OTHERWISE, UNHEARD
from proofs.selectors.stages import ACTED_WITHOUT_DELEGATION, CHAINS_BROKEN
from proofs.selectors.suspensions import HELD_OTHERWISE, LIFTED_BY_ONE, MOVED_WHILE_SUSPENDED
from redemptions.rules.states import APPEAL, BATCH, REDEMPTION
from vouchers.rules.books import GIVE_BACK_CAUSES, ROUND_BUCKETS
from vouchers.rules.states import APPROPRIATION, BUDGET_CHANGE, CONTRACT, COUPON, POLICY, PUBLIC_ROUNDS, ROUND

State = TypeVar("State", bound=StrEnum)
SHOWN = 20
"""The most ids that a finding names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """An invariant: its code (docs/domain.md section 6), its sentence, and the query of the ids that break it."""

    code: str
    says: str
    sql: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """The result of a proof: the number of rows that break it, and the first of their ids."""

    code: str
    says: str
    broken: int
    ids: tuple[str, ...]


def list_findings() -> Iterator[Finding]:
    """Yield the finding of every proof, in order, with one query each."""
    for proof in (*MONEY, *STATES, *GUARDS):
        yield _find(proof)


def _find(proof: Proof) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH broken AS ({proof.sql}) SELECT (SELECT count(*) FROM broken), "
            f"ARRAY(SELECT id::text FROM broken ORDER BY 1 LIMIT {SHOWN})",
            dict(proof.params) or None,
        )
        count, ids = cursor.fetchone()
    return Finding(code=proof.code, says=proof.says, broken=count, ids=tuple(ids))


_SUMS = ", ".join(
    f"coalesce(sum(amount) FILTER (WHERE target = '{bucket}'), 0)"
    f" - coalesce(sum(amount) FILTER (WHERE source = '{bucket}'), 0) AS {bucket}"
    for bucket in (*ROUND_BUCKETS, "recovered")
)

MONEY: tuple[Proof, ...] = (
    Proof(
        code="I1",
        says="a round's budget is free + held + approved + paid + forfeited, none below zero; recovered ≤ paid",
        sql="""
            SELECT id FROM vouchers_round WHERE budget <> free + held + approved + paid + forfeited
            OR least(free, held, approved, paid, forfeited, recovered) < 0 OR recovered > paid
        """,
    ),
    Proof(
        code="I1",
        says="every counter of a round is the sum of its movements",
        sql=f"""
            SELECT r.id FROM vouchers_round r LEFT JOIN (
                SELECT round_id, {_SUMS}, coalesce(sum(amount) FILTER (WHERE source = 'budget'), 0)
                    - coalesce(sum(amount) FILTER (WHERE target = 'budget'), 0) AS budget
                FROM vouchers_movement GROUP BY round_id
            ) m ON m.round_id = r.id
            WHERE (r.budget, r.free, r.held, r.approved, r.paid, r.forfeited, r.recovered) IS DISTINCT FROM
                (coalesce(m.budget, 0), coalesce(m.free, 0), coalesce(m.held, 0), coalesce(m.approved, 0),
                 coalesce(m.paid, 0), coalesce(m.forfeited, 0), coalesce(m.recovered, 0))
        """,
    ),
    Proof(
        code="I1",
        says="a coupon's money is in the buckets of its state",
        sql="""
            SELECT c.id FROM vouchers_coupon c LEFT JOIN (
                SELECT coupon_id,
                    sum(CASE WHEN target = 'held' THEN amount WHEN source = 'held' THEN -amount ELSE 0 END) AS held,
                    sum(CASE WHEN target = 'approved' THEN amount WHEN source = 'approved' THEN -amount ELSE 0 END)
                        AS approved,
                    sum(CASE WHEN target = 'paid' THEN amount WHEN source = 'paid' THEN -amount ELSE 0 END) AS paid
                FROM vouchers_movement WHERE coupon_id IS NOT NULL GROUP BY coupon_id
            ) m ON m.coupon_id = c.id
            WHERE (coalesce(m.held, 0), coalesce(m.approved, 0), coalesce(m.paid, 0)) IS DISTINCT FROM (
                CASE WHEN c.state IN ('claimed', 'registered', 'in_redemption') THEN c.amount ELSE 0 END,
                CASE WHEN c.state = 'approved' THEN c.payable ELSE 0 END,
                CASE WHEN c.state IN ('paid', 'recovered') THEN c.payable ELSE 0 END)
        """,
    ),
    Proof(
        code="I2",
        says="a coupon's amount is above zero and within the cap of its policy",
        sql="""
            SELECT c.id FROM vouchers_coupon c JOIN vouchers_round r ON r.id = c.round_id
            JOIN vouchers_policyversion p ON p.id = r.policy_version_id
            WHERE c.amount <= 0 OR c.amount > (p.params ->> 'coupon_cap')::numeric
        """,
    ),
    Proof(
        code="I3",
        says="an applicant's annual use is the sum that its coupons count",
        sql="""
            SELECT coalesce(u.applicant_id, c.applicant_id) || ':' || coalesce(u.year, c.year) AS id FROM (
                SELECT applicant_id, year, sum(
                    CASE WHEN state IN ('approved', 'paid', 'recovered') THEN payable
                         WHEN state IN ('lapsed', 'returned', 'rejected') THEN 0 ELSE amount - coalesce(f.forfeited, 0) END
                    + coalesce(f.forfeited, 0)) AS counted
                FROM vouchers_coupon LEFT JOIN (
                    SELECT coupon_id, sum(amount) AS forfeited FROM vouchers_movement
                    WHERE target = 'forfeited' GROUP BY coupon_id
                ) f ON f.coupon_id = vouchers_coupon.id GROUP BY applicant_id, year
            ) c FULL JOIN vouchers_annualuse u ON u.applicant_id = c.applicant_id AND u.year = c.year
            WHERE coalesce(u.used, 0) <> coalesce(c.counted, 0)
        """,
    ),
    Proof(
        code="I3",
        says="at its claim a coupon was within the annual limit of that moment",
        sql="""
            SELECT id FROM vouchers_coupon
            WHERE (facts ->> 'used_this_year')::numeric + amount > (facts ->> 'limit')::numeric
                OR facts ->> 'limit' IS NULL OR facts ->> 'used_this_year' IS NULL
        """,
    ),
    Proof(
        code="I4",
        says="a contract's coupons are within its share, and its counter is their sum",
        sql="""
            SELECT s.id FROM vouchers_servicecontract s LEFT JOIN vouchers_policyversion p ON p.id = s.policy_version_id
            LEFT JOIN (
                SELECT contract_id, sum(amount) FILTER (WHERE registered_on IS NOT NULL AND state <> 'returned') AS total
                FROM vouchers_coupon GROUP BY contract_id
            ) c ON c.contract_id = s.id
            WHERE s.coupon_total > s.coupon_limit OR s.coupon_total <> coalesce(c.total, 0)
                OR s.coupon_limit > floor(s.amount * (p.params ->> 'contract_share')::numeric * 100) / 100
        """,
    ),
    Proof(
        code="I4",
        says="the payable amount of a contract is within its share of the actual amount",
        sql="""
            SELECT r.id FROM redemptions_redemption r JOIN vouchers_servicecontract s ON s.id = r.contract_id
            JOIN vouchers_policyversion p ON p.id = s.policy_version_id
            LEFT JOIN (
                SELECT contract_id, sum(payable) AS payable FROM vouchers_coupon
                WHERE state IN ('approved', 'paid', 'recovered') GROUP BY contract_id
            ) c ON c.contract_id = s.id
            LEFT JOIN LATERAL (
                SELECT coalesce(sum(v.payable), 0) AS payable FROM vouchers_coupon v
                WHERE v.contract_id = s.id AND v.state = 'revoked' AND v.ended_at >= r.final_at
            ) revoked ON true
            WHERE r.state NOT IN ('withdrawn', 'expired', 'revoked') AND (
                r.payable > floor(r.actual_amount * (p.params ->> 'contract_share')::numeric * 100) / 100
                OR coalesce(c.payable, 0) > r.payable
                OR (r.state IN ('final', 'paid') AND coalesce(c.payable, 0) + revoked.payable <> r.decided_amount))
        """,
    ),
    Proof(
        code="I5",
        says="a contract has one live redemption at most",
        sql="""
            SELECT contract_id AS id FROM redemptions_redemption WHERE state NOT IN ('withdrawn', 'expired', 'revoked')
            GROUP BY contract_id HAVING count(*) > 1
        """,
    ),
    Proof(
        code="I5",
        says="an invoice is used at most once in the system",
        sql="""
            SELECT min(id) AS id FROM redemptions_invoice WHERE live GROUP BY number, code HAVING count(*) > 1
        """,
    ),
    Proof(
        code="I5",
        says="a redemption is paid at most once, exactly the payable amount of its coupons",
        sql="""
            SELECT r.id FROM redemptions_redemption r
            JOIN payments_payment p ON p.subject_kind = 'redemption' AND p.subject_id = r.id AND p.state <> 'cancelled'
            LEFT JOIN (
                SELECT contract_id, sum(payable) AS payable FROM vouchers_coupon
                WHERE state IN ('approved', 'paid', 'recovered') GROUP BY contract_id
            ) c ON c.contract_id = r.contract_id
            GROUP BY r.id, c.payable HAVING count(*) > 1 OR sum(p.amount) <> coalesce(c.payable, 0)
        """,
    ),
    Proof(
        code="I6",
        says="no payment without a final redemption whose notice ended without an open objection",
        sql="""
            SELECT p.id FROM payments_payment p
            LEFT JOIN redemptions_redemption r ON r.id = p.subject_id
            LEFT JOIN LATERAL (
                SELECT i.id AS item, n.ends_on, n.withdrawn_at
                FROM oversight_noticeitem i JOIN oversight_notice n ON n.id = i.notice_id
                WHERE i.subject_kind = 'redemption' AND i.subject_id = r.id ORDER BY n.id DESC LIMIT 1
            ) mine ON true
            WHERE p.subject_kind = 'redemption' AND p.state <> 'cancelled' AND (
                r.state IS NULL OR r.state NOT IN ('final', 'paid')
                OR mine.item IS NULL OR mine.withdrawn_at IS NOT NULL
                OR (p.created_at AT TIME ZONE 'Asia/Shanghai')::date <= mine.ends_on
                OR EXISTS (SELECT 1 FROM oversight_objection o WHERE o.item_id = mine.item AND o.state <> 'dismissed'))
        """,
    ),
    Proof(
        code="I6",
        says="nothing of a redemption is paid or given back while its decision may be appealed or an appeal is open",
        sql="""
            SELECT 'redemption ' || r.id AS id FROM redemptions_redemption r
            WHERE (r.state NOT IN ('final', 'paid', 'withdrawn', 'expired', 'revoked')
                    AND (EXISTS (SELECT FROM payments_payment p WHERE p.subject_kind = 'redemption' AND p.subject_id = r.id)
                        OR EXISTS (SELECT FROM vouchers_coupon c WHERE c.contract_id = r.contract_id
                            AND c.state IN ('approved', 'rejected', 'paid', 'recovered'))))
                OR (r.state IN ('final', 'paid') AND EXISTS (SELECT FROM redemptions_appeal a
                    WHERE a.redemption_id = r.id AND a.live AND a.state IN ('filed', 'examined')))
        """,
    ),
    Proof(
        code="I6",
        says="a reduction or rejection became final after its days to appeal, by two waivers, or by a decision on appeal",
        sql="""
            SELECT r.id FROM redemptions_redemption r
            WHERE r.state IN ('final', 'paid') AND r.decision IN ('reduce', 'reject') AND NOT r.raised
                AND (r.final_at AT TIME ZONE 'Asia/Shanghai')::date <= r.appeal_by
                AND (SELECT count(*) FROM redemptions_appeal a
                    WHERE a.redemption_id = r.id AND a.live AND a.state IN ('waived', 'dismissed')) < 2
        """,
    ),
    Proof(
        code="I6",
        says="what is ordered goes to the payee's checked account that was current, with no change of it open",
        sql=ORDERED_TO_ANOTHER_ACCOUNT,
    ),
    Proof(
        code="I6",
        says="what is sent is one attempt of its order, to the account of the order, in the order's one file",
        sql=SENT_WITHOUT_FILE,
    ),
    Proof(
        code="I6",
        says="what the bank answered, by file or by two persons, is what the payments of the attempts say; none is paid twice",
        sql=ANSWERED_OTHERWISE,
    ),
    Proof(
        code="I6",
        says="redemptions and coupons are paid exactly while their payments are; a settled round has no money due",
        sql=PAID_OTHERWISE,
    ),
    Proof(
        code="I6",
        says="every attempt has the entries that its payment and its events say, of its amount, and no other",
        sql=ENTERED_OTHERWISE,
    ),
    Proof(
        code="I1",
        says="recoveries are at most what was paid, and the books have what was repaid",
        sql=RECOVERED_OTHERWISE,
    ),
    Proof(
        code="I1",
        says="returned money whose recovery is decided is kept up to what is owed, and the rest is paid again once",
        sql=KEPT_OTHERWISE,
    ),
    Proof(
        code="I6",
        says="the figures of a closed period are the sums of its entries, and the periods are closed without a gap",
        sql=CLOSED_OTHERWISE,
    ),
    Proof(
        code="I7",
        says="a coupon gives back at most once",
        sql="""
            SELECT coupon_id AS id FROM vouchers_movement WHERE cause = ANY(%(causes)s)
            GROUP BY coupon_id HAVING count(*) > 1
        """,
        params={"causes": list(GIVE_BACK_CAUSES)},
    ),
)

GUARDS: tuple[Proof, ...] = (
    Proof(
        code="I9",
        says="movements and events are guarded against change, deletion and truncation",
        sql="""
            SELECT t.name AS id FROM (VALUES
                ('core_event', 'event_append_only'), ('core_event', 'event_no_truncate'),
                ('core_eventseal', 'event_seal_append_only'), ('core_eventseal', 'event_seal_no_truncate'),
                ('payments_paymentattempt', 'payment_attempt_append_only'),
                ('payments_paymentattempt', 'payment_attempt_no_truncate'),
                ('payments_bankanswer', 'bank_answer_append_only'),
                ('payments_bankanswer', 'bank_answer_no_truncate'),
                ('payments_reconciliationentry', 'reconciliation_entry_append_only'),
                ('payments_reconciliationentry', 'reconciliation_entry_no_truncate'),
                ('payments_bankfile', 'bank_file_append_only'), ('payments_bankfile', 'bank_file_no_truncate'),
                ('vouchers_movement', 'movement_append_only'), ('vouchers_movement', 'movement_no_truncate')
            ) AS t (relation, name)
            WHERE NOT EXISTS (SELECT 1 FROM pg_trigger g WHERE g.tgrelid = t.relation::regclass
                AND g.tgname LIKE 'pgtrigger_' || t.name || '%%' AND g.tgenabled = 'O')
        """,
        params={"none": None},
    ),
    Proof(
        code="I9",
        says="every movement has an event of the same coupon or round",
        sql="""
            SELECT m.id FROM vouchers_movement m JOIN core_event e ON e.id = m.event_id
            WHERE (m.coupon_id IS NOT NULL AND (e.subject_kind <> 'coupon' OR e.subject_id <> m.coupon_id))
                OR (m.coupon_id IS NULL AND (e.subject_kind <> 'round' OR e.subject_id <> m.round_id))
        """,
    ),
    Proof(
        code="I13",
        says="one verified or suspended party holds a code",
        sql="""
            SELECT min(id) AS id FROM accounts_party WHERE uscc IS NOT NULL AND state IN ('verified', 'suspended')
            GROUP BY uscc HAVING count(*) > 1
        """,
    ),
    Proof(
        code="I13",
        says="confirmed members are of a verified or suspended team, and in no other such team",
        sql="""
            SELECT m.id FROM applicants_teammember m JOIN accounts_party p ON p.id = m.team_id
            WHERE m.live AND m.bound AND (p.state NOT IN ('verified', 'suspended') OR EXISTS (
                SELECT 1 FROM applicants_teammember o WHERE o.id <> m.id AND o.live AND o.bound
                    AND o.id_number_index = m.id_number_index))
        """,
    ),
    Proof(
        code="I13",
        says="nobody with a staff role is a member of an applicant or a unit",
        sql="""
            SELECT m.id FROM accounts_membership m
            WHERE m.ended_at IS NULL AND m.role = ANY(%(sides)s) AND EXISTS (
                SELECT 1 FROM accounts_membership s
                WHERE s.user_id = m.user_id AND s.ended_at IS NULL AND s.role = ANY(%(staff)s))
        """,
        params={"sides": sorted(SIDE_ROLES), "staff": sorted(STAFF_ROLES)},
    ),
    Proof(
        code="I13",
        says="nobody is a member without an accepted invitation, an approved takeover, an own registration or an appointment",
        sql="""
            SELECT m.id FROM accounts_membership m JOIN accounts_party p ON p.id = m.party_id
            LEFT JOIN accounts_invitation i ON i.id = m.invitation_id
            WHERE (m.consent = 'appointed') <> (p.kind = 'authority')
                OR (m.consent = 'invited' AND (i.state, i.user_id, i.party_id, i.role)
                    IS DISTINCT FROM ('accepted', m.user_id, m.party_id, m.role))
                OR (m.consent = 'registered' AND p.registered_by_id IS DISTINCT FROM m.user_id AND NOT EXISTS (
                    SELECT 1 FROM accounts_membership e WHERE e.id < m.id AND (e.party_id, e.user_id) = (m.party_id, m.user_id)
                        AND e.role = ANY(%(managers)s) AND e.since <= m.since AND (e.ended_at IS NULL OR e.ended_at >= m.since)))
                OR (m.consent = 'took_over' AND NOT EXISTS (SELECT 1 FROM accounts_takeover t
                    WHERE (t.claimant_id, t.party_id, t.role, t.state) = (m.user_id, m.party_id, m.role, 'approved')))
        """,
        params={"managers": sorted(MANAGER_ROLES)},
    ),
    Proof(
        code="I11",
        says="the approver is never the preparer, nor who cleared the batch",
        sql="""
            SELECT 'policy ' || id AS id FROM vouchers_policyversion WHERE drafted_by_id = approved_by_id
            UNION ALL SELECT 'batch ' || id FROM redemptions_redemptionbatch
                WHERE summarised_by_id = cleared_by_id OR approved_by_id IN (prepared_by_id, summarised_by_id, cleared_by_id)
            UNION ALL SELECT 'batch ' || b.id FROM redemptions_redemptionbatch b JOIN core_event e
                ON e.subject_kind = 'batch' AND e.subject_id = b.id AND e.type = 'batch.cleared'
                WHERE e.actor_id = b.approved_by_id
            UNION ALL SELECT 'redemption ' || e.subject_id FROM core_event e
                JOIN redemptions_redemptionbatch b ON b.id = (
                    SELECT (c.data ->> 'batch')::bigint FROM core_event c
                    WHERE c.subject_kind = 'redemption' AND c.subject_id = e.subject_id
                        AND c.type = 'redemption.collected' AND c.id < e.id ORDER BY c.id DESC LIMIT 1)
                WHERE e.subject_kind = 'redemption' AND e.type = 'redemption.decided'
                    AND e.actor_id IN (b.prepared_by_id, b.summarised_by_id, b.cleared_by_id)
            UNION ALL SELECT 'order ' || id FROM payments_paymentorder WHERE prepared_by_id = approved_by_id
            UNION ALL SELECT 'closing ' || id FROM payments_periodclosing WHERE state = 'closed'
                AND decided_by_id = proposed_by_id
            UNION ALL SELECT 'sanction ' || id FROM oversight_sanction WHERE proposed_by_id = decided_by_id
            UNION ALL SELECT 'round ' || id FROM vouchers_round
                WHERE announced_by_id IN (created_by_id, edited_by_id, proposed_by_id)
            UNION ALL SELECT 'budget change ' || id FROM vouchers_budgetchange
                WHERE state = 'approved' AND decided_by_id = proposed_by_id
            UNION ALL SELECT 'appointment ' || id FROM accounts_appointment WHERE state = 'confirmed'
                AND origin = 'proposal' AND (decided_by_id IN (proposed_by_id, user_id) OR proposed_by_id = user_id)
            UNION ALL SELECT 'appropriation ' || id FROM vouchers_appropriation
                WHERE state IN ('confirmed', 'superseded') AND decided_by_id = entered_by_id
        """,
    ),
    Proof(
        code="I11",
        says="every approval went through the stages of its policy, and nobody is twice in one chain",
        sql=CHAINS_BROKEN,
    ),
    Proof(
        code="I11",
        says="who acted in another's name had an accepted delegation for it, and the principal the role",
        sql=ACTED_WITHOUT_DELEGATION,
    ),
    Proof(
        code="I11",
        says="a payee's account was checked by another person; a change was confirmed by a third one and has waited",
        sql=UNCHECKED_ACCOUNTS,
    ),
    Proof(
        code="I10",
        says="no payment of a suspended party was ordered or sent while the measure was in force",
        sql=MOVED_WHILE_SUSPENDED,
    ),
    Proof(
        code="I10",
        says="the payments of a suspended party that are not sent are held, and no other payment is",
        sql=HELD_OTHERWISE,
    ),
    Proof(
        code="I11",
        says="coupons are revoked, and their payments cancelled, by a measure of two persons",
        sql=REVOKED_OTHERWISE,
    ),
    Proof(
        code="I11",
        says="a measure is decided after its party answered, or let its days pass",
        sql=UNHEARD,
    ),
    Proof(
        code="I11",
        says="a recovery is heard, decided and written off by two persons, a repayment confirmed by two with the bank's paper",
        sql=RECOVERED_BY_ONE,
    ),
    Proof(
        code="I11",
        says="a lifted measure was proposed for lifting with a reason by one person and confirmed by another",
        sql=LIFTED_BY_ONE,
    ),
    Proof(
        code="I11",
        says="an answer of the bank by hand was entered by one person and confirmed by another, with the bank's evidence",
        sql=ENTERED_BY_ONE,
    ),
    Proof(
        code="I11",
        says="appeals were examined and decided by two persons who had no part in the decision",
        sql="""
            SELECT DISTINCT a.id FROM redemptions_appeal a
            JOIN core_event d ON d.subject_kind = 'appeal' AND d.subject_id = a.id
                AND d.type IN ('appeal.examined', 'appeal.dismissed', 'appeal.raised')
            JOIN core_event e ON e.id < d.id AND e.actor_id = d.actor_id AND (
                (e.subject_kind = 'redemption' AND e.subject_id = a.redemption_id
                    AND e.type IN ('redemption.recommended', 'redemption.decided', 'redemption.raised'))
                OR (e.subject_kind = 'batch' AND e.type = 'batch.cleared' AND e.subject_id IN (
                    SELECT (c.data ->> 'batch')::bigint FROM core_event c WHERE c.subject_kind = 'redemption'
                        AND c.subject_id = a.redemption_id AND c.type = 'redemption.collected'))
                OR (e.subject_kind = 'appeal' AND e.subject_id = a.id AND e.type = 'appeal.examined'))
        """,
    ),
    Proof(
        code="I11",
        says="every announced round and every later change of its budget were approved by another person, by the events",
        sql="""
            SELECT 'round ' || e.subject_id AS id FROM core_event e LEFT JOIN LATERAL (
                SELECT actor_id FROM core_event p WHERE p.subject_kind = 'round' AND p.subject_id = e.subject_id
                    AND p.type = 'round.proposed' AND p.id < e.id ORDER BY p.id DESC LIMIT 1
            ) proposed ON true
            WHERE e.type = 'round.announced' AND (proposed.actor_id IS NULL OR e.actor_id = proposed.actor_id)
            UNION ALL SELECT 'round ' || e.subject_id FROM core_event e
            WHERE e.type = 'round.budget_changed' AND e.from_state <> 'draft' AND NOT EXISTS (
                SELECT FROM vouchers_budgetchange c WHERE c.round_id = e.subject_id AND c.state = 'approved'
                    AND c.decided_at = e.at AND c.decided_by_id = e.actor_id AND c.proposed_by_id <> e.actor_id)
        """,
    ),
    Proof(
        code="I1",
        says="the budgets of a year's announced rounds are counted on its confirmed appropriation, which covers them",
        sql="""
            SELECT 'year ' || coalesce(a.year, r.year) AS id
            FROM (SELECT year, amount, committed FROM vouchers_appropriation WHERE state = 'confirmed') a
            FULL JOIN (
                SELECT extract(year FROM opens_at AT TIME ZONE 'Asia/Shanghai')::int AS year, sum(budget) AS budgets
                FROM vouchers_round WHERE state = ANY(%(public)s) GROUP BY 1
            ) r ON r.year = a.year
            WHERE coalesce(r.budgets, 0) <> coalesce(a.committed, 0) OR coalesce(a.committed > a.amount, true)
        """,
        params={"public": [str(state) for state in PUBLIC_ROUNDS]},
    ),
    Proof(
        code="I11",
        says="nobody acted for the authority on what concerns a party with a recorded conflict of interest",
        sql=ACTS_IN_CONFLICT,
        params={"acts": list(ACTS)},
    ),
)


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
)
