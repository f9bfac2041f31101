"""Indexes whose columns are the first of another index: every row written paid for them, no reader needed them.

Dropped by name: Django would drop every index of the column alone, and with it unique ones that are a guard.
"""

import django.db.models.deletion
from django.db import migrations, models

INDEXES = {
    "oversight_noticeitem_notice_id_447158f5": "oversight_noticeitem (notice_id)",
}


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            [f"DROP INDEX {name}" for name in INDEXES],
            [f"CREATE INDEX {name} ON {columns}" for name, columns in INDEXES.items()],
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="noticeitem",
                    name="notice",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="oversight.notice",
                    ),
                ),
            ]
        ),
    ]
