"""Indexes whose columns are the first of another index: every row written paid for them, no reader needed them.

Dropped by name: Django would drop every index of the column alone, and with it unique ones that are a guard.
"""

import django.db.models.deletion
from django.db import migrations, models

INDEXES = {
    "payments_payment_payee_id_2bfdf88e": "payments_payment (payee_id)",
    "payments_payment_order_id_22c479b7": "payments_payment (order_id)",
}


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("payments", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            [f"DROP INDEX {name}" for name in INDEXES],
            [f"CREATE INDEX {name} ON {columns}" for name, columns in INDEXES.items()],
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="payment",
                    name="order",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="payments.paymentorder",
                    ),
                ),
                migrations.AlterField(
                    model_name="payment",
                    name="payee",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="accounts.party",
                    ),
                ),
            ]
        ),
    ]
