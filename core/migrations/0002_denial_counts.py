"""The counts of denied requests."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="DenialCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("user_id", models.BigIntegerField()),
                ("hour", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user_id", "hour"), name="denials_counted_once_an_hour"),
                    models.CheckConstraint(condition=models.Q(("count__gt", 0)), name="denial_count_positive"),
                ],
            },
        ),
    ]
