-- What the job of late coupons writes for those not registered in time, as one statement.
WITH moved AS (
    UPDATE vouchers_coupon SET state = 'lapsed', fault = 'applicant', ended_at = %(at)s
    WHERE state = 'claimed' AND register_by < %(today)s
    RETURNING id, round_id, applicant_id, year, amount
), events AS (
    INSERT INTO core_event (type, subject_kind, subject_id, party_id, from_state, to_state, data, at)
    SELECT 'coupon.lapsed', 'coupon', id, applicant_id, 'claimed', 'lapsed', jsonb_build_object('amount', amount::text,
        'year', year, 'fault', 'applicant', 'cause', 'lapse_unregistered'), %(at)s
    FROM moved
    RETURNING id, subject_id
), queued AS (
    INSERT INTO core_outboxitem (event_id, handler, attempts, last_error, dead)
    SELECT id, handler, 0, '', false FROM events CROSS JOIN unnest(%(handlers)s::text[]) AS h (handler)
), booked AS (
    INSERT INTO vouchers_movement (round_id, coupon_id, cause, source, target, amount, at, event_id)
    SELECT m.round_id, m.id, 'lapse_unregistered', 'held', 'free', m.amount, %(at)s, events.id
    FROM moved m JOIN events ON events.subject_id = m.id
), credited AS (
    UPDATE vouchers_annualuse u SET used = used - amount
    FROM (SELECT applicant_id, year, sum(amount) AS amount FROM moved GROUP BY applicant_id, year) m
    WHERE u.applicant_id = m.applicant_id AND u.year = m.year
), released AS (
    UPDATE vouchers_round SET held = held - (SELECT sum(amount) FROM moved), free = free + (SELECT sum(amount) FROM moved)
    WHERE id = %(round)s
)
SELECT count(*) FROM moved
