"""Lists of projects go along the index of what they are asked by: state, or the day to answer by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("facilities", "0002_indexes_that_repeated_another"),
        ("matching", "0002_indexes_that_repeated_another"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="project",
            name="project_unanswered",
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(fields=["state", "id"], name="project_by_state"),
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(
                condition=models.Q(("state", "requested")), fields=["answer_by", "id"], name="project_unanswered"
            ),
        ),
    ]
