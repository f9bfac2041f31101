"""No payment without a final decision whose notice ended without an open objection (article 15.5, invariant I6).

The trigger stands on the table of payments and is made here, because payments know nothing of redemptions.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION vouchers_refuse_unpublicised_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.subject_kind = 'redemption' AND NOT EXISTS (
        SELECT 1 FROM vouchers_redemption r
        WHERE r.id = NEW.subject_id AND r.state = 'final' AND r.decided_amount = NEW.amount
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

CREATE TRIGGER payment_of_publicised_redemption
    BEFORE INSERT OR UPDATE OF subject_kind, subject_id, amount ON payments_payment
    FOR EACH ROW EXECUTE FUNCTION vouchers_refuse_unpublicised_payment();
"""

DROP = """
DROP TRIGGER payment_of_publicised_redemption ON payments_payment;
DROP FUNCTION vouchers_refuse_unpublicised_payment();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0001_initial"),
        ("payments", "0001_initial"),
        ("vouchers", "0001_initial"),
    ]

    operations = [migrations.RunSQL(sql=CREATE, reverse_sql=DROP)]
