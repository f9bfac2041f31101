"""Lists of events go along the index of what they are asked by: type, person, party or moment.

With ids that rise, because a key of a page is compared as a row, and because what is written last is then at the end.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_mails_are_held_by_sessions"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="event",
            name="event_by_party",
        ),
        migrations.RemoveIndex(
            model_name="event",
            name="event_by_type",
        ),
        migrations.RemoveIndex(
            model_name="event",
            name="event_by_actor",
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["party_id", "id"], name="event_by_party"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["type", "id"], name="event_by_type"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["actor_id", "id"], name="event_by_actor"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["at", "id"], name="event_by_moment"),
        ),
    ]
