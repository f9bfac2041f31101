"""Indexes whose columns are the first of another index: every row written paid for them, no reader needed them.

Dropped by name: Django would drop every index of the column alone, and with it unique ones that are a guard.
"""

import django.db.models.deletion
from django.db import migrations, models

INDEXES = {
    "facilities_service_unit_id_e9620501": "facilities_service (unit_id)",
}


class Migration(migrations.Migration):
    dependencies = [
        ("facilities", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            [f"DROP INDEX {name}" for name in INDEXES],
            [f"CREATE INDEX {name} ON {columns}" for name, columns in INDEXES.items()],
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="service",
                    name="unit",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="facilities.openunit",
                    ),
                ),
            ]
        ),
    ]
