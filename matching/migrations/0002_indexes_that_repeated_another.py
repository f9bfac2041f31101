"""Indexes whose columns are the first of another index: every row written paid for them, no reader needed them.

Dropped by name: Django would drop every index of the column alone, and with it unique ones that are a guard.
"""

import django.db.models.deletion
from django.db import migrations, models

INDEXES = {
    "matching_project_applicant_id_adbf34c9": "matching_project (applicant_id)",
    "matching_project_unit_id_512666f5": "matching_project (unit_id)",
}


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("facilities", "0002_indexes_that_repeated_another"),
        ("matching", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            [f"DROP INDEX {name}" for name in INDEXES],
            [f"CREATE INDEX {name} ON {columns}" for name, columns in INDEXES.items()],
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="project",
                    name="applicant",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="accounts.party",
                    ),
                ),
                migrations.AlterField(
                    model_name="project",
                    name="unit",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="facilities.openunit",
                    ),
                ),
            ]
        ),
    ]
