"""The proofs of suspensions of payments (article 17): nothing moves while one is in force, and none is held without one."""

MOVED_WHILE_SUSPENDED = """
    SELECT DISTINCT moved.subject_id AS id FROM oversight_sanction s
    JOIN core_event begun ON begun.subject_kind = 'sanction' AND begun.subject_id = s.id AND begun.to_state = 'in_force'
    LEFT JOIN core_event over ON over.subject_kind = 'sanction' AND over.subject_id = s.id
        AND over.from_state = 'in_force' AND over.to_state <> 'in_force'
    JOIN core_event moved ON moved.subject_kind = 'payment' AND moved.party_id = s.party_id
        AND moved.type IN ('payment.ordered', 'payment.sent') AND moved.id > begun.id
        AND (over.id IS NULL OR moved.id < over.id)
    WHERE s.measure = 'payments_suspended'
"""
"""Payments that were ordered or sent while a suspension of their payee was in force, by the events."""

HELD_OTHERWISE = """
    SELECT p.id FROM payments_payment p WHERE p.state IN ('pending', 'ordered') AND EXISTS (
        SELECT FROM oversight_sanction s
        WHERE s.party_id = p.payee_id AND s.measure = 'payments_suspended' AND s.state = 'in_force')
    UNION ALL SELECT p.id FROM payments_payment p WHERE p.state = 'suspended' AND NOT EXISTS (
        SELECT FROM oversight_sanction s
        WHERE s.party_id = p.payee_id AND s.measure = 'payments_suspended' AND s.state IN ('decided', 'in_force'))
"""
"""Payments that may be ordered though their payee is suspended, and held ones without a suspension."""

LIFTED_BY_ONE = """
    SELECT s.id FROM oversight_sanction s
    LEFT JOIN LATERAL (
        SELECT e.actor_id FROM core_event e WHERE e.subject_kind = 'sanction' AND e.subject_id = s.id
            AND e.type = 'sanction.lifting_proposed' ORDER BY e.id DESC LIMIT 1
    ) proposed ON true
    WHERE s.state = 'lifted' AND (s.lifted_by_id IS NULL OR s.lift_reason = ''
        OR s.lift_proposed_by_id IS DISTINCT FROM proposed.actor_id OR s.lifted_by_id = s.lift_proposed_by_id)
"""
"""Lifted measures that were not proposed with a reason by one person and confirmed by another."""
