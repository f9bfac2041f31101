"""Indexes whose columns are the first of another index: every row written paid for them, no reader needed them.

Dropped by name: Django would drop every index of the column alone, and with it unique ones that are a guard.
"""

import django.db.models.deletion
from django.db import migrations, models

INDEXES = {
    "applicants_certificate_party_id_732fe8bd": "applicants_certificate (party_id)",
    "applicants_teammember_team_id_0259b5df": "applicants_teammember (team_id)",
}


class Migration(migrations.Migration):
    dependencies = [
        ("applicants", "0002_team_member_left_at"),
    ]

    operations = [
        migrations.RunSQL(
            [f"DROP INDEX {name}" for name in INDEXES],
            [f"CREATE INDEX {name} ON {columns}" for name, columns in INDEXES.items()],
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="certificate",
                    name="party",
                    field=models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="accounts.party",
                    ),
                ),
                migrations.AlterField(
                    model_name="teammember",
                    name="team",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="applicants.team",
                    ),
                ),
            ]
        ),
    ]
