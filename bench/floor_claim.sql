\set a random(1, 20000)
WITH kept AS (
    INSERT INTO floor.answer (party, key, digest, status, body)
    VALUES (:a, gen_random_uuid(), decode(md5('x'), 'hex'), 201, '{"id": 1, "amount": "1000.00"}') RETURNING party
), counted AS (
    UPDATE floor.annual_use SET used = used + 100000
    WHERE applicant = (SELECT party FROM kept) AND year = 2026 AND used + 100000 <= cap RETURNING applicant
), issued AS (
    INSERT INTO floor.coupon (round_id, applicant, year, amount, register_by)
    SELECT 1, applicant, 2026, 100000, now() + interval '15 days' FROM counted RETURNING id
), moved AS (
    INSERT INTO floor.movement (round_id, coupon_id, cause, amount) SELECT 1, id, 1, 100000 FROM issued RETURNING coupon_id
), told AS (
    INSERT INTO floor.event (subject_kind, subject_id, type, actor, data)
    SELECT 'coupon', coupon_id, 'coupon.claimed', 1, '{"amount": "1000.00", "facts": {"staff": 12, "sales": "1.00"}}'
    FROM moved RETURNING 1
)
UPDATE floor.round SET held = held + 100000
WHERE id = 1 AND EXISTS (SELECT 1 FROM told) AND held + 100000 <= budget;
