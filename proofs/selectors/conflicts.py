"""The proof that nobody acted for the authority on a party's object with a recorded conflict of interest (I11).

A tie that was recorded before an act has a lower event id, because both lock the person (accounts.selectors.conflicts).
"""

from accounts.rules.conflicts import MONTHS_AFTER_END

ACTS_OF: dict[str, tuple[str, ...]] = {
    "party.verify": ("party.verified",),
    "party.refuse": ("party.refused",),
    "party.ask": ("party.evidence_requested",),
    "party.suspend": ("party.suspended",),
    "party.resume": ("party.resumed",),
    "uscc.waive": ("uscc.waived",),
    "takeover.decide": ("takeover.approved", "takeover.refused"),
    "applicant.reveal": ("personal_data.revealed",),
    "team_member.decide": ("team.member_confirmed", "team.member_refused"),
    "certificate.manage": ("certificate.entered", "certificate.bound", "certificate.revoked"),
    "open_unit.enter": ("open_unit.entered", "open_unit.applied"),
    "open_unit.review": ("open_unit.review_begun",),
    "open_unit.decide": ("open_unit.decided",),
    "open_unit.refuse": ("open_unit.refused",),
    "open_unit.publicise": ("open_unit.publicised",),
    "open_unit.admit": ("open_unit.admitted",),
    "open_unit.exit": ("open_unit.exit_begun",),
    "open_unit.strike_off": ("open_unit.struck_off",),
    "unit_application.answer": ("unit_application.accepted", "unit_application.refused"),
    "sanction.propose": ("sanction.proposed",),
    "sanction.hear": ("sanction.heard",),
    "sanction.decide": ("sanction.decided", "sanction.carried_out"),
    "sanction.drop": ("sanction.dropped",),
    "sanction.propose_lifting": ("sanction.lifting_proposed",),
    "sanction.lift": ("sanction.lifted",),
    "sanction.refuse_lifting": ("sanction.lifting_refused",),
    "objection.investigate": ("objection.investigated",),
    "objection.decide": ("objection.dismissed", "objection.upheld"),
    "objection.reveal_contact": ("objection.contact_revealed",),
    "contract.terminate": ("contract.terminated",),
    "redemption.check_form": ("redemption.accepted", "redemption.returned"),
    "redemption.decide": ("redemption.recommended",),
    "batch.prepare": ("redemption.collected", "redemption.removed", "redemption.review_begun", "batch.summarised"),
    "batch.clear": ("batch.cleared", "batch.sent_back"),
    "batch.sign": ("batch.signed",),
    "batch.approve": ("batch.publicised", "redemption.publicised", "redemption.decided"),
    "appeal.examine": ("appeal.examined",),
    "appeal.decide": ("appeal.dismissed", "appeal.raised"),
    "recovery.propose": ("recovery.proposed",),
    "recovery.hear": ("recovery.heard",),
    "recovery.decide": ("recovery.decided",),
    "recovery.drop": ("recovery.dropped",),
    "recovery.enter_repayment": ("repayment.entered",),
    "recovery.propose_write_off": ("recovery.write_off_proposed",),
    "recovery.write_off": ("recovery.written_off",),
    "recovery.refuse_write_off": ("recovery.write_off_refused",),
    "repayment.confirm": ("repayment.confirmed",),
    "repayment.refuse": ("repayment.refused",),
    "payment.retry": ("payment.retried",),
    "payment_order.prepare": ("payment.ordered",),
    "payment_order.sign": ("payment_order.signed",),
    "payment_order.approve": ("payment_order.approved",),
    "payment_order.export": ("payment.sent",),
    "bank_answer.import": ("payment.paid", "payment.failed", "payment.returned"),
    "manual_answer.enter": ("manual_answer.entered",),
    "manual_answer.match": (),  # it has the event of manual_answer.enter
    "manual_answer.confirm": ("manual_answer.confirmed",),
    "manual_answer.refuse": ("manual_answer.refused",),
    "payee_account.check": ("payee_account.accepted", "payee_account.checked"),
    "payee_account.confirm": ("payee_account.confirmed",),
    "payee_account.refuse": ("payee_account.refused",),
    "payment_order.cancel": (),  # a payment that leaves the order of a tied person has the same event
}
"""Operation of the authority on a party's object (CASES in an app's permissions.py) → the types of its events."""

ACTS = tuple(act for acts in ACTS_OF.values() for act in acts)
"""Types of events of the authority's acts on a party's object."""

ACTS_IN_CONFLICT = f"""
    WITH staff AS (
        SELECT m.user_id, m.since, m.ended_at FROM accounts_membership m
        JOIN accounts_party a ON a.id = m.party_id AND a.kind = 'authority'
    ), ties AS (
        SELECT i.user_id, p.id AS party_id, d.id AS recorded, i.until, p.registered_at AS known_since, l.id AS lifted
        FROM accounts_interest i
        JOIN core_event d ON d.subject_kind = 'interest' AND d.subject_id = i.id AND d.type = 'interest.declared'
        JOIN accounts_party p ON p.id = i.party_id OR (i.uscc <> '' AND p.uscc = i.uscc)
            OR (i.match_name <> '' AND p.match_name = i.match_name)
        LEFT JOIN accounts_interestcorrection c ON c.interest_id = i.id AND c.state = 'confirmed'
        LEFT JOIN core_event l ON l.subject_kind = 'interest_correction' AND l.subject_id = c.id
            AND l.type = 'interest_correction.confirmed'
        UNION ALL
        SELECT m.user_id, m.party_id, d.id, (m.ended_at AT TIME ZONE 'Asia/Shanghai')::date, m.since, NULL
        FROM accounts_membership m
        JOIN accounts_party p ON p.id = m.party_id AND p.kind <> 'authority'
        JOIN core_event d ON d.subject_kind = 'membership' AND d.subject_id = m.id AND d.type = 'member.added'
        WHERE m.user_id IN (SELECT user_id FROM staff)
    ), acts AS (
        SELECT e.id, e.type, person.id AS actor_id, e.at, e.subject_id, concerned.party_id FROM core_event e
        CROSS JOIN LATERAL (SELECT e.actor_id UNION SELECT (e.data ->> 'principal')::bigint) person (id)
        CROSS JOIN LATERAL (
            SELECT e.party_id WHERE e.subject_kind IN
                ('party', 'takeover', 'certificate', 'team_member', 'open_unit', 'unit_application', 'sanction',
                'payee_account')
            UNION SELECT unnest(ARRAY[k.applicant_id, n.unit_id]) FROM oversight_sanctionsubject t
                JOIN vouchers_coupon k ON t.subject_kind = 'coupon' AND k.id = t.subject_id
                LEFT JOIN vouchers_servicecontract n ON n.id = k.contract_id
                WHERE e.subject_kind = 'sanction' AND t.sanction_id = e.subject_id
            UNION SELECT p.id FROM accounts_usccwaiver w JOIN accounts_party p ON p.uscc = w.uscc
                WHERE e.subject_kind = 'uscc_waiver' AND w.id = e.subject_id
            UNION SELECT unnest(ARRAY[c.applicant_id, c.unit_id]) FROM vouchers_servicecontract c
                WHERE e.subject_kind = 'contract' AND c.id = e.subject_id
            UNION SELECT unnest(ARRAY[r.applicant_id, r.unit_id]) FROM redemptions_redemption r
                WHERE (e.subject_kind = 'redemption' AND r.id = e.subject_id)
                OR (e.subject_kind = 'batch' AND r.batch_id = e.subject_id)
            UNION SELECT unnest(ARRAY[r.applicant_id, r.unit_id]) FROM oversight_objection o
                JOIN oversight_noticeitem n ON n.id = o.item_id AND n.subject_kind = 'redemption'
                JOIN redemptions_redemption r ON r.id = n.subject_id
                WHERE e.subject_kind = 'objection' AND o.id = e.subject_id
            UNION SELECT unnest(ARRAY[r.applicant_id, r.unit_id]) FROM redemptions_appeal a
                JOIN redemptions_redemption r ON r.id = a.redemption_id
                WHERE e.subject_kind = 'appeal' AND a.id = e.subject_id
            UNION SELECT unnest(ARRAY[p.payee_id, r.applicant_id, r.unit_id]) FROM payments_payment p
                LEFT JOIN payments_keptreturn k ON p.subject_kind = 'kept_return' AND k.id = p.subject_id
                LEFT JOIN payments_payment o ON o.id = k.payment_id
                LEFT JOIN redemptions_redemption r ON coalesce(o.subject_kind, p.subject_kind) = 'redemption'
                    AND r.id = coalesce(o.subject_id, p.subject_id)
                WHERE (e.subject_kind = 'payment' AND p.id = e.subject_id)
                OR (e.subject_kind = 'manual_answer' AND p.id IN (
                    SELECT a.payment_id FROM payments_manualanswer m
                    JOIN payments_paymentattempt a ON a.id = m.attempt_id WHERE m.id = e.subject_id))
                OR (e.subject_kind = 'payment_order' AND p.order_id = e.subject_id)
                OR (e.subject_kind = 'recovery' AND p.id = (SELECT v.payment_id FROM payments_recovery v
                    WHERE v.id = e.subject_id))
                OR (e.subject_kind = 'repayment' AND p.id = (SELECT v.payment_id FROM payments_repayment y
                    JOIN payments_recovery v ON v.id = y.recovery_id WHERE y.id = e.subject_id))
        ) concerned (party_id)
        WHERE person.id IN (SELECT user_id FROM ties) AND e.type = ANY(%(acts)s)
            AND EXISTS (SELECT 1 FROM staff s WHERE s.user_id = person.id AND s.since <= e.at
                AND (s.ended_at IS NULL OR s.ended_at >= e.at))
    )
    SELECT DISTINCT acts.type || ' ' || acts.subject_id AS id FROM acts
    JOIN ties ON ties.user_id = acts.actor_id AND ties.party_id = acts.party_id AND ties.recorded < acts.id
        AND ties.known_since <= acts.at AND (ties.lifted IS NULL OR acts.id < ties.lifted)
        AND (ties.until IS NULL
            OR (acts.at AT TIME ZONE 'Asia/Shanghai')::date <= ties.until + interval '{MONTHS_AFTER_END} months')
"""
"""The acts of a person with a tie to a party that they concern: event type and subject."""
