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
        OR (o.state NOT IN ('exported', 'reconciled') AND f.id IS NOT NULL)
        OR (o.state NOT IN ('exported', 'reconciled', 'sending') AND a.count IS NOT NULL)
        OR (o.state = 'sending' AND a.last <> a.count)
    UNION ALL
    SELECT 'order ' || o.id FROM payments_paymentorder o
    LEFT JOIN payments_orderrun r ON r.order_id = o.id AND r.finished_at IS NULL
    LEFT JOIN (SELECT order_id, count(*) AS count, sum(amount) AS total FROM payments_payment GROUP BY order_id) p
        ON p.order_id = o.id
    WHERE CASE r.step WHEN 'build' THEN 'building' WHEN 'send' THEN 'sending' WHEN 'cancel' THEN 'cancelling' ELSE '' END
            <> CASE WHEN o.state IN ('building', 'sending', 'cancelling') THEN o.state ELSE '' END
        OR o.state IN ('building', 'prepared', 'approved', 'sending')
            AND (o.count, o.total) IS DISTINCT FROM (coalesce(p.count, 0), coalesce(p.total, 0))
"""
"""Payments that were sent without an attempt of their order; orders whose file or attempts are not theirs; steps in chunks
whose order is in another state, or whose count and total are not those of its payments."""

ANSWERED_OTHERWISE = """
    WITH answers AS (
        SELECT attempt_id, verdict AS outcome FROM payments_bankanswerline
        WHERE verdict IN ('paid', 'failed', 'returned')
        UNION ALL
        SELECT attempt_id, outcome FROM payments_manualanswer WHERE state = 'confirmed'
    ), attempts AS (
        SELECT a.id, a.order_id, a.payment_id,
            count(*) FILTER (WHERE s.outcome = 'paid') AS paid, count(*) FILTER (WHERE s.outcome = 'failed') AS failed,
            count(*) FILTER (WHERE s.outcome = 'returned') AS returned
        FROM payments_paymentattempt a LEFT JOIN answers s ON s.attempt_id = a.id GROUP BY a.id
    )
    SELECT 'line ' || l.id AS id FROM payments_bankanswerline l
    JOIN payments_bankanswer b ON b.id = l.answer_id
    JOIN payments_paymentattempt a ON a.id = l.attempt_id
    WHERE l.verdict IN ('paid', 'failed', 'returned') AND (
        (a.order_id, a.amount) IS DISTINCT FROM (b.order_id, l.amount)
        OR l.verdict <> l.outcome AND (l.verdict, l.outcome) <> ('failed', 'returned'))
    UNION ALL
    SELECT 'attempt ' || a.id FROM attempts a JOIN payments_payment p ON p.id = a.payment_id
    WHERE a.paid + a.failed > 1 OR a.returned > a.paid
        OR p.order_id = a.order_id AND p.state <> CASE
            WHEN a.paid > a.returned OR EXISTS (SELECT FROM payments_keptreturn k WHERE k.payment_id = p.id) THEN 'paid'
            WHEN a.paid + a.failed > 0 THEN 'failed' ELSE 'sent' END
        OR p.order_id IS DISTINCT FROM a.order_id AND (a.paid > a.returned OR a.paid + a.failed = 0)
    UNION ALL
    SELECT 'payment ' || payment_id FROM attempts WHERE paid > returned GROUP BY payment_id HAVING count(*) > 1
"""
"""Attempts answered otherwise than their payments say, twice, or by a line of another order or amount; payments paid twice."""

ENTERED_BY_ONE = """
    SELECT m.id FROM payments_manualanswer m
    JOIN payments_paymentattempt a ON a.id = m.attempt_id
    LEFT JOIN payments_bankanswerline l ON l.id = m.line_id
    WHERE m.entered_by_id = m.decided_by_id OR l.amount <> a.amount
        OR (SELECT count(*) FROM core_event e WHERE e.subject_kind = 'manual_answer' AND e.subject_id = m.id
            AND e.type = 'manual_answer.entered' AND e.actor_id = m.entered_by_id) <> 1
        OR m.state = 'confirmed' AND NOT EXISTS (SELECT FROM core_event e WHERE e.subject_kind = 'manual_answer'
            AND e.subject_id = m.id AND e.type = 'manual_answer.confirmed' AND e.actor_id = m.decided_by_id
            AND e.actor_id <> m.entered_by_id)
        OR m.state = 'confirmed' AND m.line_id IS NULL AND NOT EXISTS (SELECT FROM core_attachment f
            WHERE f.owner_kind = 'manual_answer' AND f.owner_id = m.id)
"""
"""Answers entered and confirmed by one person, without the bank's paper or file, or matched with another amount."""

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
