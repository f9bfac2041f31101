"""The proofs of recoveries (article 17): amounts, repayments and books agree, and two persons did each step."""

RECOVERED_OTHERWISE = """
    SELECT 'recovery ' || v.id AS id FROM payments_recovery v
    LEFT JOIN (SELECT recovery_id, sum(amount) FILTER (WHERE state = 'confirmed') AS repaid,
            sum(amount) FILTER (WHERE state = 'entered') AS entered
        FROM payments_repayment GROUP BY recovery_id) y ON y.recovery_id = v.id
    LEFT JOIN (SELECT recovery_id, sum(amount) AS amount FROM payments_recoveryinstalment GROUP BY recovery_id) i
        ON i.recovery_id = v.id
    WHERE v.repaid <> coalesce(y.repaid, 0)
        OR v.state IN ('decided', 'notified', 'partly_repaid', 'repaid', 'written_off') AND i.amount IS DISTINCT FROM v.amount
        OR y.entered > CASE v.state WHEN 'written_off' THEN 0 ELSE v.amount - v.repaid END
    UNION ALL
    SELECT 'payment ' || p.id FROM payments_payment p
    JOIN payments_recovery v ON v.payment_id = p.id AND v.state <> 'dropped'
    GROUP BY p.id HAVING sum(v.amount) > p.amount
    UNION ALL
    SELECT 'payment ' || p.id FROM payments_payment p
    JOIN payments_recovery v ON v.payment_id = p.id AND v.state NOT IN ('proposed', 'heard', 'dropped')
    WHERE p.state <> 'paid'
    UNION ALL
    SELECT 'redemption ' || r.id FROM redemptions_redemption r
    LEFT JOIN (
        SELECT c.contract_id, sum(m.amount) AS amount FROM vouchers_movement m
        JOIN vouchers_coupon c ON c.id = m.coupon_id WHERE m.target = 'recovered' GROUP BY c.contract_id
    ) books ON books.contract_id = r.contract_id
    LEFT JOIN (
        SELECT p.subject_id, sum(v.repaid) AS amount FROM payments_recovery v
        JOIN payments_payment p ON p.id = v.payment_id AND p.subject_kind = 'redemption' GROUP BY p.subject_id
    ) back ON back.subject_id = r.id
    WHERE r.state IN ('final', 'paid') AND coalesce(books.amount, 0) <> coalesce(back.amount, 0)
    UNION ALL
    SELECT 'coupon ' || c.id FROM vouchers_coupon c
    LEFT JOIN (SELECT coupon_id, sum(amount) AS amount FROM vouchers_movement WHERE target = 'recovered' GROUP BY coupon_id) m
        ON m.coupon_id = c.id
    WHERE (c.state = 'recovered') <> (m.amount IS NOT NULL) OR m.amount > c.payable
"""
"""Recoveries, payments, redemptions and coupons whose recovered money differs from the repayments or from the books."""

RECOVERED_BY_ONE = """
    SELECT v.id FROM payments_recovery v
    WHERE v.decided_by_id = v.proposed_by_id OR v.written_off_by_id = v.write_off_proposed_by_id
        OR (v.state NOT IN ('proposed', 'heard') AND v.decided_by_id IS NULL)
        OR (v.state = 'written_off' AND (v.write_off_reason = '' OR v.written_off_by_id IS NULL))
        OR (v.state <> 'proposed' AND v.answer_by IS NOT NULL AND v.statement = ''
            AND (v.heard_at AT TIME ZONE 'Asia/Shanghai')::date <= v.answer_by)
    UNION ALL
    SELECT y.recovery_id FROM payments_repayment y
    WHERE y.settled_by_id = y.entered_by_id OR (y.state = 'confirmed' AND y.kept_return_id IS NULL AND NOT EXISTS (
        SELECT FROM core_attachment a WHERE a.owner_kind = 'repayment' AND a.owner_id = y.id))
"""
"""Recoveries decided unheard or by one person, and repayments confirmed by one person or without the bank's paper."""

KEPT_OTHERWISE = """
    SELECT k.id FROM payments_keptreturn k
    JOIN payments_manualanswer m ON m.id = k.answer_id
    JOIN payments_paymentattempt a ON a.id = m.attempt_id
    LEFT JOIN (
        SELECT y.kept_return_id, sum(y.amount) AS amount, bool_and(y.state = 'confirmed') AS confirmed,
            bool_and(v.payment_id = x.payment_id) AS mine, bool_and(y.settled_by_id = n.decided_by_id) AS by_two
        FROM payments_repayment y JOIN payments_recovery v ON v.id = y.recovery_id
        JOIN payments_keptreturn x ON x.id = y.kept_return_id JOIN payments_manualanswer n ON n.id = x.answer_id
        GROUP BY y.kept_return_id
    ) y ON y.kept_return_id = k.id
    LEFT JOIN payments_payment r ON r.subject_kind = 'kept_return' AND r.subject_id = k.id AND r.state <> 'cancelled'
    WHERE (m.state, m.outcome) <> ('confirmed', 'returned') OR a.payment_id <> k.payment_id OR a.amount <> k.kept + k.rest
        OR k.kept <> coalesce(y.amount, 0) OR NOT coalesce(y.confirmed AND y.mine AND y.by_two, k.kept = 0)
        OR k.rest <> coalesce(r.amount, 0)
"""
"""Kept returns whose repayments and second payment are not the returned amount, or that two persons did not confirm."""
