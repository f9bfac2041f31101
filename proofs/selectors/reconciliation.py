"""The proofs of the reconciliation: entries agree with attempts, payments and their events."""

ENTERED_OTHERWISE = """
    SELECT 'attempt ' || a.id AS id FROM payments_paymentattempt a
    JOIN payments_payment p ON p.id = a.payment_id
    LEFT JOIN (
        SELECT attempt_id, bool_or(kind = 'sent') AS sent, bool_or(kind = 'paid') AS paid,
            bool_or(kind = 'failed') AS failed, bool_or(kind = 'returned') AS returned,
            min(amount) AS least, max(amount) AS most
        FROM payments_reconciliationentry GROUP BY attempt_id
    ) e ON e.attempt_id = a.id
    WHERE e.sent IS NOT TRUE OR e.least <> a.amount OR e.most <> a.amount OR e.paid AND e.failed OR e.returned AND NOT e.paid
        OR CASE WHEN p.order_id = a.order_id AND p.state = 'sent' THEN e.paid OR e.failed
            WHEN p.order_id = a.order_id AND p.state = 'paid' THEN NOT e.paid
                OR e.returned <> EXISTS (SELECT FROM payments_keptreturn k WHERE k.payment_id = p.id)
            ELSE NOT (e.failed OR e.returned) END
    UNION ALL
    SELECT 'payment ' || coalesce(n.payment_id, v.subject_id) FROM (
        SELECT a.payment_id, 'payment.' || e.kind AS type, count(*) AS count FROM payments_reconciliationentry e
        JOIN payments_paymentattempt a ON a.id = e.attempt_id GROUP BY 1, 2
    ) n FULL JOIN (
        SELECT subject_id, replace(type, 'return_kept', 'returned') AS type, count(*) AS count FROM core_event
            WHERE subject_kind = 'payment' AND type IN ('payment.sent', 'payment.paid', 'payment.failed',
                'payment.returned', 'payment.return_kept') GROUP BY 1, 2
    ) v ON v.subject_id = n.payment_id AND v.type = n.type
    WHERE n.count IS DISTINCT FROM v.count
"""
"""Attempts whose entries say something else than their payment; payments with more or fewer entries than events."""
