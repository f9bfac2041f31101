-- The smallest statement that puts the payments due on a day on an order: the same rows as the job, without its checks.
WITH due AS MATERIALIZED (
    SELECT p.id, p.amount, p.payee_id, a.id AS account_id FROM payments_payment p
    JOIN payments_payeeaccount a ON a.party_id = p.payee_id AND a.state = 'current'
    WHERE p.state = 'pending' AND p.not_before <= %(today)s
), ordered AS (
    INSERT INTO payments_paymentorder (fiscal_year, state, total, count, prepared_by_id, prepared_at, version)
    SELECT extract(year FROM %(today)s::date), 'prepared', sum(amount), count(*), %(officer)s, %(at)s, 1 FROM due
    RETURNING id, count
), moved AS (
    UPDATE payments_payment p SET state = 'ordered', order_id = o.id, account_id = d.account_id
    FROM due d, ordered o WHERE p.id = d.id
    RETURNING p.id, p.payee_id, o.id AS order_id
), recorded AS (
    INSERT INTO core_event (type, subject_kind, subject_id, party_id, actor_id, from_state, to_state, data, at)
    SELECT 'payment.ordered', 'payment', id, payee_id, %(officer)s, 'pending', 'ordered',
        jsonb_build_object('order', order_id, 'number', 'BK2027-' || lpad(order_id::text, 7, '0')), %(at)s FROM moved
)
SELECT count FROM ordered
