from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RenameField(model_name="notification", old_name="mail_claimed_at", new_name="mail_next_at"),
    ]
