"""The proofs of guards: append-only tables, persons, consent, suspensions, files (I9 to I14)."""

import pgtrigger

from accounts.rules.roles import MANAGER_ROLES, SIDE_ROLES, STAFF_ROLES
from proofs.selectors.bank_files import ENTERED_BY_ONE
from proofs.selectors.conflicts import ACTS, ACTS_IN_CONFLICT
from proofs.selectors.files import FILED_OTHERWISE
from proofs.selectors.invariants import Proof
from proofs.selectors.payee_accounts import UNCHECKED_ACCOUNTS
from proofs.selectors.recoveries import RECOVERED_BY_ONE
from proofs.selectors.revocations import REVOKED_OTHERWISE, UNHEARD
from proofs.selectors.stages import ACTED_WITHOUT_DELEGATION, CHAINS_BROKEN
from proofs.selectors.suspensions import HELD_OTHERWISE, LIFTED_BY_ONE, MOVED_WHILE_SUSPENDED
from vouchers.rules.states import PUBLIC_ROUNDS

APPEND_ONLY = sorted(
    (model._meta.db_table, str(trigger.name))
    for model, trigger in pgtrigger.registered()
    if str(trigger.name).endswith(("_append_only", "_no_truncate"))
)
"""Table and trigger of every guard that `core.database.triggers.append_only` makes."""

GUARDS: tuple[Proof, ...] = (
    Proof(
        code="I9",
        says="append-only tables are guarded against change, deletion and truncation",
        sql="""
            SELECT t.name AS id FROM unnest(%(tables)s::text[], %(names)s::text[]) AS t (relation, name)
            WHERE NOT EXISTS (SELECT 1 FROM pg_trigger g WHERE g.tgrelid = t.relation::regclass
                AND g.tgname LIKE 'pgtrigger_' || t.name || '%%' AND g.tgenabled = 'O')
        """,
        params={"tables": [table for table, _ in APPEND_ONLY], "names": [name for _, name in APPEND_ONLY]},
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
                CROSS JOIN LATERAL (VALUES (e.actor_id), ((e.data ->> 'principal')::bigint)) person (id)
                WHERE e.subject_kind = 'redemption' AND e.type = 'redemption.decided'
                    AND (person.id IN (b.prepared_by_id, b.summarised_by_id, b.cleared_by_id) OR EXISTS (
                        SELECT FROM core_event c WHERE c.subject_kind = 'batch' AND c.subject_id = b.id
                            AND c.type = 'batch.cleared' AND person.id IN (c.actor_id, (c.data ->> 'principal')::bigint)))
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
            UNION ALL SELECT 'substitution ' || id FROM accounts_substitution
                WHERE substitute_id IN (named_by_id, decided_by_id) OR decided_by_id = named_by_id
            UNION ALL SELECT 'second factor reset ' || id FROM accounts_secondfactorreset WHERE state = 'confirmed'
                AND (user_id IN (requested_by_id, decided_by_id) OR decided_by_id = requested_by_id)
            UNION ALL SELECT 'interest correction ' || id FROM accounts_interestcorrection
                WHERE decided_by_id = requested_by_id
            UNION ALL SELECT 'takeover ' || id FROM accounts_takeover WHERE decided_by_id = claimant_id
            UNION ALL SELECT 'unit application ' || id FROM facilities_unitapplication
                WHERE state IN ('accepted', 'refused') AND decided_by_id = requested_by_id
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
        code="I14",
        says="every file of evidence that was stored and not withdrawn is recorded with its hashes, and no other is",
        sql=FILED_OTHERWISE,
    ),
    Proof(
        code="I11",
        says="nobody acted for the authority on what concerns a party with a recorded conflict of interest",
        sql=ACTS_IN_CONFLICT,
        params={"acts": list(ACTS)},
    ),
)
