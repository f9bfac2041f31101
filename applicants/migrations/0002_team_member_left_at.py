from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("applicants", "0001_initial")]

    operations = [
        migrations.AddField(model_name="teammember", name="left_at", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="teammember",
            index=models.Index(fields=["id_number_index"], name="team_member_by_person"),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.CheckConstraint(
                name="team_member_live_or_left",
                condition=Q(live=True, left_at=None) | Q(live=False, left_at__isnull=False),
            ),
        ),
    ]
