"""The proofs of recoveries (article 17): amounts, repayments and books agree, and two persons did each step."""

RECOVERED_OTHERWISE = """
    SELECT 'recovery ' || v.id AS id FROM payments_recovery v
    LEFT JOIN (SELECT recovery_id, sum(amount) FILTER (WHERE state = 'confirmed') AS repaid
        FROM payments_repayment GROUP BY recovery_id) y ON y.recovery_id = v.id
    LEFT JOIN (SELECT recovery_id, sum(amount) AS amount FROM payments_recoveryinstalment GROUP BY recovery_id) i
        ON i.recovery_id = v.id
    WHERE v.repaid <> coalesce(y.repaid, 0)
        OR v.state IN ('decided', 'notified', 'partly_repaid', 'repaid', 'written_off') AND i.amount IS DISTINCT FROM v.amount
        OR v.state = 'written_off' AND EXISTS (
            SELECT FROM payments_repayment e WHERE e.recovery_id = v.id AND e.state = 'entered')
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
    JOIN (
        SELECT c.contract_id, sum(m.amount) AS amount FROM vouchers_movement m
        JOIN vouchers_coupon c ON c.id = m.coupon_id WHERE m.target = 'recovered' GROUP BY c.contract_id
    ) books ON books.contract_id = r.contract_id
    LEFT JOIN (
        SELECT p.subject_id, sum(v.repaid) AS amount FROM payments_recovery v
        JOIN payments_payment p ON p.id = v.payment_id AND p.subject_kind = 'redemption' GROUP BY p.subject_id
    ) back ON back.subject_id = r.id
    WHERE r.state IN ('final', 'paid') AND books.amount IS DISTINCT FROM back.amount
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
    WHERE y.settled_by_id = y.entered_by_id OR (y.state = 'confirmed' AND NOT EXISTS (
        SELECT FROM core_attachment a WHERE a.owner_kind = 'repayment' AND a.owner_id = y.id))
"""
"""Recoveries decided unheard or by one person, and repayments confirmed by one person or without the bank's paper."""
