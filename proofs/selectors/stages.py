"""The proof that every approval went through its stages, each by another person (I11)."""

ACTED_WITHOUT_DELEGATION = """
    SELECT 'chain ' || d.chain_id AS id FROM oversight_stagedecision d
    JOIN oversight_approvalchain c ON c.id = d.chain_id
    WHERE d.principal_id IS NOT NULL AND (NOT EXISTS (
        SELECT 1 FROM accounts_delegation g
        WHERE g.principal_id = d.principal_id AND g.delegate_id = d.actor_id
            AND c.subject_kind || '.' || (CASE WHEN d.stage IN ('clear', 'approve') THEN d.stage ELSE 'sign' END)
                = ANY (g.operations)
            AND g.state IN ('accepted', 'ended') AND g.answered_at <= d.at AND (g.ended_at IS NULL OR g.ended_at >= d.at)
            AND (d.at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN g.from_on AND g.until_on
    ) OR NOT EXISTS (
        SELECT 1 FROM accounts_membership m CROSS JOIN jsonb_array_elements(c.stages) s
        WHERE m.user_id = d.principal_id AND s ->> 'stage' = d.stage AND s -> 'roles' ? m.role
            AND m.since <= d.at AND (m.ended_at IS NULL OR m.ended_at >= d.at)
    ))
"""
"""Stages decided in the name of a person who had not delegated them then, or had no role for them then."""

CHAINS_BROKEN = """
    SELECT 'chain ' || a.chain_id AS id FROM oversight_stagedecision a
        JOIN oversight_stagedecision b ON b.chain_id = a.chain_id AND b.id > a.id
        WHERE ARRAY[a.actor_id, a.principal_id] && ARRAY[b.actor_id, b.principal_id]
    UNION SELECT 'chain ' || d.chain_id FROM oversight_stagedecision d
        JOIN oversight_approvalchain c ON c.id = d.chain_id CROSS JOIN jsonb_array_elements(c.stages) s
        WHERE d.stage = 'approve' AND (s ->> 'above')::numeric < greatest(d.amount, 0.01)
            AND NOT EXISTS (SELECT 1 FROM oversight_stagedecision e
                WHERE e.chain_id = d.chain_id AND e.stage = s ->> 'stage' AND e.id <= d.id)
    UNION SELECT approved.kind || ' ' || approved.id FROM (
            SELECT 'batch' AS kind, id, approved_by_id FROM redemptions_redemptionbatch WHERE approved_by_id IS NOT NULL
            UNION ALL SELECT 'payment_order', id, approved_by_id FROM payments_paymentorder WHERE approved_by_id IS NOT NULL
        ) approved
        JOIN LATERAL (SELECT max(c.id) AS id FROM oversight_approvalchain c
            WHERE c.subject_kind = approved.kind AND c.subject_id = approved.id) newest ON newest.id IS NOT NULL
        WHERE NOT EXISTS (SELECT 1 FROM oversight_stagedecision d WHERE d.chain_id = newest.id AND d.stage = 'approve'
            AND d.actor_id = approved.approved_by_id)
"""
"""Chains in which somebody is twice, or whose approval lacked a needed stage; approvals that their chain does not have.

NULL of a principal equals nothing, so that two acts in the own name do not meet.
"""
