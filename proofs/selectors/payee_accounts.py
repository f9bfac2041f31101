"""The proofs of payees' accounts: what is ordered goes to a checked one that was current, and a change has waited."""

ORDERED_TO_ANOTHER_ACCOUNT = """
    SELECT p.id FROM payments_payment p
    LEFT JOIN payments_payeeaccount a ON a.id = p.account_id AND a.party_id = p.payee_id
    LEFT JOIN LATERAL (
        SELECT max(e.id) AS id FROM core_event e
        WHERE e.subject_kind = 'payment' AND e.subject_id = p.id AND e.type = 'payment.ordered'
    ) ordered ON true
    WHERE p.state IN ('ordered', 'sent', 'paid') AND (
        NOT EXISTS (SELECT FROM core_event e WHERE e.subject_kind = 'payee_account' AND e.subject_id = a.id
            AND e.to_state = 'current' AND e.id < ordered.id)
        OR EXISTS (SELECT FROM core_event e WHERE e.subject_kind = 'payee_account' AND e.subject_id = a.id
            AND e.to_state = 'replaced' AND e.id < ordered.id)
        OR EXISTS (SELECT FROM payments_payeeaccount c JOIN core_event e ON e.subject_kind = 'payee_account'
            AND e.subject_id = c.id AND e.type = 'payee_account.entered' AND e.id < ordered.id
            WHERE c.party_id = p.payee_id AND NOT EXISTS (SELECT FROM core_event d
                WHERE d.subject_kind = 'payee_account' AND d.subject_id = c.id AND d.id < ordered.id
                    AND d.to_state IN ('current', 'refused', 'stopped'))))
"""
"""Payments that were not ordered to the payee's current account, or while a change of it was open, by the events."""

UNCHECKED_ACCOUNTS = """
    SELECT id FROM payments_payeeaccount
    WHERE checked_by_id = entered_by_id OR confirmed_by_id IN (entered_by_id, checked_by_id)
        OR (state IN ('current', 'replaced') AND (checked_by_id IS NULL OR (replaces_id IS NOT NULL
            AND (confirmed_by_id IS NULL OR coalesce(
                (current_at AT TIME ZONE 'Asia/Shanghai')::date <= waits_until, true)))))
"""
"""Accounts in use that were not checked by another person, or changes that no second person confirmed or that did not wait."""
