"""Indexes whose columns are the first of another index: every row written paid for them, no reader needed them.

Dropped by name: Django would drop every index of the column alone, and with it unique ones that are a guard.
Of a coupon's contract the index of those that have one remains: who looks for a contract asks for no other.
"""

import django.db.models.deletion
from django.db import migrations, models

INDEXES = {
    "vouchers_coupon_applicant_id_cb922c88": "vouchers_coupon (applicant_id)",
    "vouchers_coupon_round_id_9ee3590e": "vouchers_coupon (round_id)",
    "vouchers_coupon_contract_id_82503c0d": "vouchers_coupon (contract_id)",
    "vouchers_redemption_applicant_id_f291d8a2": "vouchers_redemption (applicant_id)",
    "vouchers_redemption_unit_id_cc06e908": "vouchers_redemption (unit_id)",
    "vouchers_redemption_batch_id_cbf0e98f": "vouchers_redemption (batch_id)",
    "vouchers_invoice_redemption_id_954ca103": "vouchers_invoice (redemption_id)",
    "vouchers_movement_coupon_id_b5b08ab8": "vouchers_movement (coupon_id)",
    "vouchers_movement_round_id_5032bddf": "vouchers_movement (round_id)",
    "vouchers_servicecontract_applicant_id_7fa0c181": "vouchers_servicecontract (applicant_id)",
    "vouchers_servicecontract_unit_id_f481031f": "vouchers_servicecontract (unit_id)",
    "vouchers_couponoffer_contract_id_9b45abf9": "vouchers_couponoffer (contract_id)",
    "vouchers_contractamendment_contract_id_2defe79e": "vouchers_contractamendment (contract_id)",
    "vouchers_servicerecord_contract_id_60e00943": "vouchers_servicerecord (contract_id)",
    "vouchers_annualuse_applicant_id_e8587bcc": "vouchers_annualuse (applicant_id)",
}


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("facilities", "0002_indexes_that_repeated_another"),
        ("vouchers", "0002_payment_of_publicised_redemption"),
    ]

    operations = [
        migrations.RunSQL(
            [f"DROP INDEX {name}" for name in INDEXES],
            [f"CREATE INDEX {name} ON {columns}" for name, columns in INDEXES.items()],
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="annualuse",
                    name="applicant",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annual_uses",
                        to="accounts.party",
                    ),
                ),
                migrations.AlterField(
                    model_name="contractamendment",
                    name="contract",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="vouchers.servicecontract",
                    ),
                ),
                migrations.AlterField(
                    model_name="coupon",
                    name="applicant",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coupons",
                        to="accounts.party",
                    ),
                ),
                migrations.AlterField(
                    model_name="coupon",
                    name="contract",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coupons",
                        to="vouchers.servicecontract",
                    ),
                ),
                migrations.AlterField(
                    model_name="coupon",
                    name="round",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coupons",
                        to="vouchers.round",
                    ),
                ),
                migrations.AlterField(
                    model_name="couponoffer",
                    name="contract",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="vouchers.servicecontract",
                    ),
                ),
                migrations.AlterField(
                    model_name="invoice",
                    name="redemption",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="vouchers.redemption",
                    ),
                ),
                migrations.AlterField(
                    model_name="movement",
                    name="coupon",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="vouchers.coupon",
                    ),
                ),
                migrations.AlterField(
                    model_name="movement",
                    name="round",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="vouchers.round",
                    ),
                ),
                migrations.AlterField(
                    model_name="redemption",
                    name="applicant",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.party",
                    ),
                ),
                migrations.AlterField(
                    model_name="redemption",
                    name="batch",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redemptions",
                        to="vouchers.redemptionbatch",
                    ),
                ),
                migrations.AlterField(
                    model_name="redemption",
                    name="unit",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redemptions",
                        to="facilities.openunit",
                    ),
                ),
                migrations.AlterField(
                    model_name="servicecontract",
                    name="applicant",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="accounts.party",
                    ),
                ),
                migrations.AlterField(
                    model_name="servicecontract",
                    name="unit",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="facilities.openunit",
                    ),
                ),
                migrations.AlterField(
                    model_name="servicerecord",
                    name="contract",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="vouchers.servicecontract",
                    ),
                ),
            ]
        ),
    ]
