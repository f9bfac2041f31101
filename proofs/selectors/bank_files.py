"""The proofs of the files for the bank: attempts, files, orders and payments agree."""

SENT_WITHOUT_FILE = """
    SELECT 'payment ' || p.id AS id FROM payments_payment p
    LEFT JOIN payments_paymentattempt a ON a.payment_id = p.id AND a.order_id = p.order_id
    WHERE p.state IN ('sent', 'paid', 'failed')
        AND (a.account_id, a.amount) IS DISTINCT FROM (p.account_id, p.amount)
    UNION ALL
    SELECT 'order ' || o.id FROM payments_paymentorder o
    LEFT JOIN payments_bankfile f ON f.order_id = o.id
    LEFT JOIN (SELECT order_id, count(*) AS count, sum(amount) AS total, max(position) AS last
        FROM payments_paymentattempt GROUP BY order_id) a ON a.order_id = o.id
    WHERE (o.state IN ('exported', 'reconciled') AND (
            (f.count, f.total) IS DISTINCT FROM (o.count, o.total)
            OR (a.count, a.total, a.last) IS DISTINCT FROM (o.count::bigint, o.total, o.count)))
        OR (o.state NOT IN ('exported', 'reconciled') AND (f.id IS NOT NULL OR a.count IS NOT NULL))
"""
"""Payments that were sent without an attempt of their order, and orders whose file or attempts are not theirs."""

ANSWERED_OTHERWISE = """
    SELECT 'line ' || l.id AS id FROM payments_bankanswerline l
    JOIN payments_bankanswer b ON b.id = l.answer_id
    JOIN payments_paymentattempt a ON a.id = l.attempt_id
    JOIN payments_payment p ON p.id = a.payment_id
    LEFT JOIN payments_bankanswerline r ON r.attempt_id = a.id AND r.verdict = 'returned'
    WHERE l.verdict IN ('paid', 'failed', 'returned') AND (
        (a.order_id, a.amount) IS DISTINCT FROM (b.order_id, l.amount)
        OR l.verdict <> l.outcome AND (l.verdict, l.outcome) <> ('failed', 'returned')
        OR p.order_id = a.order_id AND p.state <> CASE WHEN r.id IS NULL THEN l.verdict ELSE 'failed' END
        OR p.order_id IS DISTINCT FROM a.order_id AND l.verdict = 'paid' AND r.id IS NULL)
    UNION ALL
    SELECT 'payment ' || p.id FROM payments_payment p
    JOIN payments_paymentattempt a ON a.payment_id = p.id
    JOIN payments_bankanswerline l ON l.attempt_id = a.id AND l.verdict = 'paid'
    WHERE NOT EXISTS (SELECT FROM payments_bankanswerline r WHERE r.attempt_id = a.id AND r.verdict = 'returned')
    GROUP BY p.id HAVING count(*) > 1
"""
"""Lines that settled an attempt otherwise than its payment says, or of another order or amount; payments paid twice."""

PAID_OTHERWISE = """
    SELECT 'redemption ' || r.id AS id FROM redemptions_redemption r
    JOIN payments_payment p ON p.subject_kind = 'redemption' AND p.subject_id = r.id AND p.state <> 'cancelled'
    LEFT JOIN (
        SELECT contract_id, count(*) FILTER (WHERE state = 'approved') AS approved,
            count(*) FILTER (WHERE state IN ('paid', 'recovered')) AS paid
        FROM vouchers_coupon GROUP BY contract_id
    ) c ON c.contract_id = r.contract_id
    WHERE CASE WHEN p.state = 'paid' THEN r.state <> 'paid' OR c.approved > 0
        ELSE r.state = 'paid' OR c.paid > 0 END
    UNION ALL
    SELECT 'round ' || id FROM vouchers_round WHERE state = 'settled' AND held + approved > 0
"""
"""Redemptions and coupons that are paid otherwise than their payments; settled rounds with money that is due."""
