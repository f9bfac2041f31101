from django.db import migrations

# The guard of invariant I6 on payments: a payment is the decided amount without what was revoked since (article 17).
REFUSE_UNPUBLICISED_PAYMENTS = """
CREATE OR REPLACE FUNCTION redemptions_refuse_unpublicised_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.subject_kind = 'redemption' AND NOT EXISTS (
        SELECT 1 FROM redemptions_redemption r
        WHERE r.id = NEW.subject_id AND r.state = 'final' AND r.decided_amount = NEW.amount + (
                SELECT coalesce(sum(c.payable), 0) FROM vouchers_coupon c
                WHERE c.contract_id = r.contract_id AND c.state = 'revoked' AND c.ended_at >= r.final_at
            )
            AND (
                SELECT n.withdrawn_at IS NULL AND n.ends_on < (NEW.created_at AT TIME ZONE 'Asia/Shanghai')::date
                    AND NOT EXISTS (
                        SELECT 1 FROM oversight_objection o WHERE o.item_id = i.id AND o.state = 'upheld'
                    )
                FROM oversight_noticeitem i JOIN oversight_notice n ON n.id = i.notice_id
                WHERE i.subject_kind = 'redemption' AND i.subject_id = r.id
                ORDER BY n.id DESC LIMIT 1
            )
            AND NOT EXISTS (
                SELECT 1 FROM oversight_noticeitem i JOIN oversight_objection o ON o.item_id = i.id
                WHERE i.subject_kind = 'redemption' AND i.subject_id = r.id AND o.state IN ('filed', 'investigated')
            )
    ) THEN
        RAISE EXCEPTION 'redemption % is not final after a notice without an open objection', NEW.subject_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_of_publicised_redemption';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("redemptions", "0003_approved_by_stages"),
        ("vouchers", "0003_revoked_by_a_decision"),
    ]

    operations = [migrations.RunSQL(REFUSE_UNPUBLICISED_PAYMENTS, migrations.RunSQL.noop)]
