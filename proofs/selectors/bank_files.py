"""The proof of the files for the bank: attempts, files, orders and payments agree."""

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
