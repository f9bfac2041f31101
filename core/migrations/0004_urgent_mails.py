"""Urgent mails go first; a mail may go to another address than the user's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_files_checked")]

    operations = [
        migrations.AddField("notification", "mail_urgent", models.BooleanField(default=False)),
        migrations.AddField("notification", "mail_to", models.EmailField(default="", max_length=254)),
        migrations.RemoveIndex("notification", "notification_to_mail"),
        migrations.AddIndex(
            "notification",
            models.Index(
                condition=models.Q(("mail_wanted", True), ("mailed_at", None)),
                fields=["-mail_urgent", "id"],
                name="notification_to_mail",
            ),
        ),
    ]
