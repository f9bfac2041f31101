"""The proofs of revoked coupons, and of hearings (article 17): nothing is decided unheard or by one person alone."""

REVOKED_OTHERWISE = """
    SELECT 'coupon ' || c.id AS id FROM vouchers_coupon c WHERE c.state = 'revoked' AND NOT EXISTS (
        SELECT FROM oversight_sanctionsubject t JOIN oversight_sanction s ON s.id = t.sanction_id
        WHERE t.subject_kind = 'coupon' AND t.subject_id = c.id AND s.state = 'carried_out'
            AND s.decided_by_id <> s.proposed_by_id)
    UNION ALL
    SELECT 'coupon ' || t.subject_id FROM oversight_sanctionsubject t
    JOIN oversight_sanction s ON s.id = t.sanction_id AND s.state = 'carried_out'
    LEFT JOIN vouchers_coupon c ON c.id = t.subject_id
    WHERE t.subject_kind = 'coupon' AND c.state IS DISTINCT FROM 'revoked'
    UNION ALL
    SELECT 'payment ' || p.id FROM payments_payment p
    WHERE p.state = 'cancelled' AND p.subject_kind = 'redemption' AND NOT EXISTS (
        SELECT FROM redemptions_redemption r JOIN vouchers_coupon c ON c.contract_id = r.contract_id
        WHERE r.id = p.subject_id AND c.state = 'revoked')
"""
"""Coupons revoked without a decision of two persons, decisions that revoked nothing, payments cancelled for nothing."""

UNHEARD = """
    SELECT s.id FROM oversight_sanction s
    WHERE s.state <> 'proposed' AND s.answer_by IS NOT NULL AND s.statement = ''
        AND (s.heard_at AT TIME ZONE 'Asia/Shanghai')::date <= s.answer_by
"""
"""Measures whose party neither answered nor let its days pass."""
