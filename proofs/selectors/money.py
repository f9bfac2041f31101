"""The proofs of money: rounds, years, coupons, contracts, redemptions, payments, recoveries (I1 to I7)."""

from proofs.selectors.bank_files import ANSWERED_OTHERWISE, PAID_OTHERWISE, SENT_WITHOUT_FILE
from proofs.selectors.invariants import Proof
from proofs.selectors.payee_accounts import ORDERED_TO_ANOTHER_ACCOUNT
from proofs.selectors.reconciliation import CLOSED_OTHERWISE, ENTERED_OTHERWISE
from proofs.selectors.recoveries import KEPT_OTHERWISE, RECOVERED_OTHERWISE
from vouchers.rules.books import COUNTERS, GIVE_BACK_CAUSES

_SUMS = ", ".join(
    f"coalesce(sum(amount) FILTER (WHERE target = '{bucket}'), 0)"
    f" - coalesce(sum(amount) FILTER (WHERE source = '{bucket}'), 0) AS {bucket}"
    for bucket in COUNTERS
)

MONEY: tuple[Proof, ...] = (
    Proof(
        code="I1",
        says="a round's budget is free + held + approved + paid + forfeited, none below zero; recovered ≤ paid",
        sql="""
            SELECT id FROM vouchers_round WHERE budget <> free + held + approved + paid + forfeited
            OR least(free, held, approved, paid, forfeited, recovered) < 0 OR recovered > paid
        """,
    ),
    Proof(
        code="I1",
        says="every counter of a round is the sum of its movements",
        sql=f"""
            SELECT r.id FROM vouchers_round r LEFT JOIN (
                SELECT round_id, {_SUMS}, coalesce(sum(amount) FILTER (WHERE source = 'budget'), 0)
                    - coalesce(sum(amount) FILTER (WHERE target = 'budget'), 0) AS budget
                FROM vouchers_movement GROUP BY round_id
            ) m ON m.round_id = r.id
            WHERE (r.budget, r.free, r.held, r.approved, r.paid, r.forfeited, r.recovered) IS DISTINCT FROM
                (coalesce(m.budget, 0), coalesce(m.free, 0), coalesce(m.held, 0), coalesce(m.approved, 0),
                 coalesce(m.paid, 0), coalesce(m.forfeited, 0), coalesce(m.recovered, 0))
        """,
    ),
    Proof(
        code="I1",
        says="a coupon's money is in the buckets of its state",
        sql="""
            SELECT c.id FROM vouchers_coupon c LEFT JOIN (
                SELECT coupon_id,
                    sum(CASE WHEN target = 'held' THEN amount WHEN source = 'held' THEN -amount ELSE 0 END) AS held,
                    sum(CASE WHEN target = 'approved' THEN amount WHEN source = 'approved' THEN -amount ELSE 0 END)
                        AS approved,
                    sum(CASE WHEN target = 'paid' THEN amount WHEN source = 'paid' THEN -amount ELSE 0 END) AS paid
                FROM vouchers_movement WHERE coupon_id IS NOT NULL GROUP BY coupon_id
            ) m ON m.coupon_id = c.id
            WHERE (coalesce(m.held, 0), coalesce(m.approved, 0), coalesce(m.paid, 0)) IS DISTINCT FROM (
                CASE WHEN c.state IN ('claimed', 'registered', 'in_redemption') THEN c.amount ELSE 0 END,
                CASE WHEN c.state = 'approved' THEN c.payable ELSE 0 END,
                CASE WHEN c.state IN ('paid', 'recovered') THEN c.payable ELSE 0 END)
        """,
    ),
    Proof(
        code="I2",
        says="a coupon's amount is above zero and within the cap of its policy",
        sql="""
            SELECT c.id FROM vouchers_coupon c JOIN vouchers_round r ON r.id = c.round_id
            JOIN vouchers_policyversion p ON p.id = r.policy_version_id
            WHERE c.amount <= 0 OR c.amount > (p.params ->> 'coupon_cap')::numeric
        """,
    ),
    Proof(
        code="I3",
        says="an applicant's annual use is the sum that its coupons count",
        sql="""
            SELECT coalesce(u.applicant_id, c.applicant_id) || ':' || coalesce(u.year, c.year) AS id FROM (
                SELECT applicant_id, year, sum(
                    CASE WHEN state IN ('approved', 'paid', 'recovered') THEN payable
                         WHEN state IN ('lapsed', 'returned', 'rejected') THEN 0 ELSE amount - coalesce(f.forfeited, 0) END
                    + coalesce(f.forfeited, 0)) AS counted
                FROM vouchers_coupon LEFT JOIN (
                    SELECT coupon_id, sum(amount) AS forfeited FROM vouchers_movement
                    WHERE target = 'forfeited' GROUP BY coupon_id
                ) f ON f.coupon_id = vouchers_coupon.id GROUP BY applicant_id, year
            ) c FULL JOIN vouchers_annualuse u ON u.applicant_id = c.applicant_id AND u.year = c.year
            WHERE coalesce(u.used, 0) <> coalesce(c.counted, 0)
        """,
    ),
    Proof(
        code="I3",
        says="at its claim a coupon was within the annual limit of that moment",
        sql="""
            SELECT id FROM vouchers_coupon
            WHERE (facts ->> 'used_this_year')::numeric + amount > (facts ->> 'limit')::numeric
                OR facts ->> 'limit' IS NULL OR facts ->> 'used_this_year' IS NULL
        """,
    ),
    Proof(
        code="I4",
        says="a contract's coupons are within its share, and its counter is their sum",
        sql="""
            SELECT s.id FROM vouchers_servicecontract s LEFT JOIN vouchers_policyversion p ON p.id = s.policy_version_id
            LEFT JOIN (
                SELECT contract_id, sum(amount) FILTER (WHERE registered_on IS NOT NULL AND state <> 'returned') AS total
                FROM vouchers_coupon GROUP BY contract_id
            ) c ON c.contract_id = s.id
            WHERE s.coupon_total > s.coupon_limit OR s.coupon_total <> coalesce(c.total, 0)
                OR s.coupon_limit > floor(s.amount * (p.params ->> 'contract_share')::numeric * 100) / 100
        """,
    ),
    Proof(
        code="I4",
        says="the payable amount of a contract is within its share of the actual amount",
        sql="""
            SELECT r.id FROM redemptions_redemption r JOIN vouchers_servicecontract s ON s.id = r.contract_id
            JOIN vouchers_policyversion p ON p.id = s.policy_version_id
            LEFT JOIN (
                SELECT contract_id, sum(payable) AS payable FROM vouchers_coupon
                WHERE state IN ('approved', 'paid', 'recovered') GROUP BY contract_id
            ) c ON c.contract_id = s.id
            LEFT JOIN LATERAL (
                SELECT coalesce(sum(v.payable), 0) AS payable FROM vouchers_coupon v
                WHERE v.contract_id = s.id AND v.state = 'revoked' AND v.ended_at >= r.final_at
            ) revoked ON true
            WHERE r.state NOT IN ('withdrawn', 'expired', 'revoked') AND (
                r.payable > floor(r.actual_amount * (p.params ->> 'contract_share')::numeric * 100) / 100
                OR coalesce(c.payable, 0) > r.payable
                OR (r.state IN ('final', 'paid') AND coalesce(c.payable, 0) + revoked.payable <> r.decided_amount))
        """,
    ),
    Proof(
        code="I5",
        says="a contract has one live redemption at most",
        sql="""
            SELECT contract_id AS id FROM redemptions_redemption WHERE state NOT IN ('withdrawn', 'expired', 'revoked')
            GROUP BY contract_id HAVING count(*) > 1
        """,
    ),
    Proof(
        code="I5",
        says="an invoice is used at most once in the system",
        sql="""
            SELECT min(id) AS id FROM redemptions_invoice WHERE live GROUP BY number, code HAVING count(*) > 1
        """,
    ),
    Proof(
        code="I5",
        says="a redemption is paid at most once, exactly the payable amount of its coupons",
        sql="""
            SELECT r.id FROM redemptions_redemption r
            JOIN payments_payment p ON p.subject_kind = 'redemption' AND p.subject_id = r.id AND p.state <> 'cancelled'
            LEFT JOIN (
                SELECT contract_id, sum(payable) AS payable FROM vouchers_coupon
                WHERE state IN ('approved', 'paid', 'recovered') GROUP BY contract_id
            ) c ON c.contract_id = r.contract_id
            GROUP BY r.id, c.payable HAVING count(*) > 1 OR sum(p.amount) <> coalesce(c.payable, 0)
        """,
    ),
    Proof(
        code="I6",
        says="no payment without a final redemption whose notice ended without an open objection",
        sql="""
            SELECT p.id FROM payments_payment p
            LEFT JOIN redemptions_redemption r ON r.id = p.subject_id
            LEFT JOIN LATERAL (
                SELECT i.id AS item, n.ends_on, n.withdrawn_at
                FROM oversight_noticeitem i JOIN oversight_notice n ON n.id = i.notice_id
                WHERE i.subject_kind = 'redemption' AND i.subject_id = r.id ORDER BY n.id DESC LIMIT 1
            ) mine ON true
            WHERE p.subject_kind = 'redemption' AND p.state <> 'cancelled' AND (
                r.state IS NULL OR r.state NOT IN ('final', 'paid')
                OR mine.item IS NULL OR mine.withdrawn_at IS NOT NULL
                OR (p.created_at AT TIME ZONE 'Asia/Shanghai')::date <= mine.ends_on
                OR EXISTS (SELECT 1 FROM oversight_objection o WHERE o.item_id = mine.item AND o.state <> 'dismissed'))
        """,
    ),
    Proof(
        code="I6",
        says="nothing of a redemption is paid or given back while its decision may be appealed or an appeal is open",
        sql="""
            SELECT 'redemption ' || r.id AS id FROM redemptions_redemption r
            WHERE (r.state NOT IN ('final', 'paid', 'withdrawn', 'expired', 'revoked')
                    AND (EXISTS (SELECT FROM payments_payment p WHERE p.subject_kind = 'redemption' AND p.subject_id = r.id)
                        OR EXISTS (SELECT FROM vouchers_coupon c WHERE c.contract_id = r.contract_id
                            AND c.state IN ('approved', 'rejected', 'paid', 'recovered'))))
                OR (r.state IN ('final', 'paid') AND EXISTS (SELECT FROM redemptions_appeal a
                    WHERE a.redemption_id = r.id AND a.live AND a.state IN ('filed', 'examined')))
        """,
    ),
    Proof(
        code="I6",
        says="a reduction or rejection became final after its days to appeal, by two waivers, or by a decision on appeal",
        sql="""
            SELECT r.id FROM redemptions_redemption r
            WHERE r.state IN ('final', 'paid') AND r.decision IN ('reduce', 'reject') AND NOT r.raised
                AND (r.final_at AT TIME ZONE 'Asia/Shanghai')::date <= r.appeal_by
                AND (SELECT count(*) FROM redemptions_appeal a
                    WHERE a.redemption_id = r.id AND a.live AND a.state IN ('waived', 'dismissed')) < 2
        """,
    ),
    Proof(
        code="I6",
        says="what is ordered goes to the payee's checked account that was current, with no change of it open",
        sql=ORDERED_TO_ANOTHER_ACCOUNT,
    ),
    Proof(
        code="I6",
        says="what is sent is one attempt of its order, to the account of the order, in the order's one file",
        sql=SENT_WITHOUT_FILE,
    ),
    Proof(
        code="I6",
        says="what the bank answered, by file or by two persons, is what the payments of the attempts say; none is paid twice",
        sql=ANSWERED_OTHERWISE,
    ),
    Proof(
        code="I6",
        says="redemptions and coupons are paid exactly while their payments are; a settled round has no money due",
        sql=PAID_OTHERWISE,
    ),
    Proof(
        code="I6",
        says="every attempt has the entries that its payment and its events say, of its amount, and no other",
        sql=ENTERED_OTHERWISE,
    ),
    Proof(
        code="I1",
        says="recoveries are at most what was paid, and the books have what was repaid",
        sql=RECOVERED_OTHERWISE,
    ),
    Proof(
        code="I1",
        says="returned money whose recovery is decided is kept up to what is owed, and the rest is paid again once",
        sql=KEPT_OTHERWISE,
    ),
    Proof(
        code="I6",
        says="the figures of a closed period are the sums of its entries, and the periods are closed without a gap",
        sql=CLOSED_OTHERWISE,
    ),
    Proof(
        code="I7",
        says="a coupon gives back at most once",
        sql="""
            SELECT coupon_id AS id FROM vouchers_movement WHERE cause = ANY(%(causes)s)
            GROUP BY coupon_id HAVING count(*) > 1
        """,
        params={"causes": list(GIVE_BACK_CAUSES)},
    ),
)
