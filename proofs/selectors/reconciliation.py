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

CLOSED_OTHERWISE = """
    SELECT c.id FROM payments_periodclosing c CROSS JOIN LATERAL (
        SELECT
            count(*) FILTER (WHERE old AND kind = 'sent') - count(*) FILTER (WHERE old AND kind IN ('paid', 'failed')) AS opening_n,
            coalesce(sum(amount) FILTER (WHERE old AND kind = 'sent'), 0)
                - coalesce(sum(amount) FILTER (WHERE old AND kind IN ('paid', 'failed')), 0) AS opening,
            count(*) FILTER (WHERE NOT old AND kind = 'sent') AS sent_n,
            coalesce(sum(amount) FILTER (WHERE NOT old AND kind = 'sent'), 0) AS sent,
            count(*) FILTER (WHERE NOT old AND kind = 'paid') AS paid_n,
            coalesce(sum(amount) FILTER (WHERE NOT old AND kind = 'paid'), 0) AS paid,
            count(*) FILTER (WHERE NOT old AND kind = 'failed') AS failed_n,
            coalesce(sum(amount) FILTER (WHERE NOT old AND kind = 'failed'), 0) AS failed,
            count(*) FILTER (WHERE NOT old AND kind = 'returned') AS returned_n,
            coalesce(sum(amount) FILTER (WHERE NOT old AND kind = 'returned'), 0) AS returned
        FROM (SELECT kind, amount, day < c.period AS old FROM payments_reconciliationentry
            WHERE day < c.period + interval '1 month') e
    ) s
    WHERE c.state = 'closed' AND (
        (c.opening_count, c.opening_amount, c.sent_count, c.sent_amount, c.paid_count, c.paid_amount,
            c.failed_count, c.failed_amount, c.returned_count, c.returned_amount)
        IS DISTINCT FROM (s.opening_n, s.opening, s.sent_n, s.sent, s.paid_n, s.paid,
            s.failed_n, s.failed, s.returned_n, s.returned)
        OR EXISTS (SELECT FROM payments_reconciliationentry e WHERE e.day < c.period)
            AND NOT EXISTS (SELECT FROM payments_periodclosing b
                WHERE b.state = 'closed' AND b.period = c.period - interval '1 month'))
"""
"""Closed periods whose figures are not those of their entries, or that follow a period that is open."""
