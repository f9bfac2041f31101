import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
    ]

    operations = [
        migrations.DeleteModel(name="OutboxItem"),
        migrations.CreateModel(
            name="OutboxItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("handler", models.CharField(max_length=150)),
                ("attempts", models.SmallIntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("last_error", models.CharField(default="", max_length=300)),
                ("dead", models.BooleanField(default=False)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="jobrun",
            name="job_run_state_known",
        ),
        migrations.RemoveIndex(
            model_name="jobrun",
            name="job_run_newest",
        ),
        migrations.AddField(
            model_name="jobrun",
            name="queued_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddField(
            model_name="jobrun",
            name="sent_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="notification",
            name="mail_attempts",
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="notification",
            name="mail_error",
            field=models.CharField(default="", max_length=300),
        ),
        migrations.AlterField(
            model_name="eventseal",
            name="previous",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="core.eventseal",
            ),
        ),
        migrations.AlterField(
            model_name="jobrun",
            name="attempts",
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="jobrun",
            name="error",
            field=models.CharField(default="", max_length=300),
        ),
        migrations.AlterField(
            model_name="jobrun",
            name="heartbeat_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="jobrun",
            name="started_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="jobrun",
            name="state",
            field=models.CharField(default="queued", max_length=10),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["actor_id", "-id"], name="event_by_actor"),
        ),
        migrations.AddIndex(
            model_name="jobrun",
            index=models.Index(fields=["job", "-id"], name="job_run_newest"),
        ),
        migrations.AddConstraint(
            model_name="eventseal",
            constraint=models.UniqueConstraint(
                fields=("previous",), name="seal_chain_has_one_start", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="jobrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["queued", "running"])), fields=("job",), name="job_runs_one_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="jobrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["queued", "running", "done", "failed"])), name="job_run_state_known"
            ),
        ),
        migrations.AddField(
            model_name="outboxitem",
            name="event",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="outbox", to="core.event"
            ),
        ),
        migrations.AddIndex(
            model_name="outboxitem",
            index=models.Index(condition=models.Q(("dead", False)), fields=["id"], name="outbox_waiting"),
        ),
        migrations.AddConstraint(
            model_name="outboxitem",
            constraint=models.UniqueConstraint(fields=("event", "handler"), name="outbox_handler_once_an_event"),
        ),
    ]
