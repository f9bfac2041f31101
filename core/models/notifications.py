"""Messages to users, in the portal and by mail."""

from django.db import models
from django.db.models import Q


class Notification(models.Model):
    """A message to one user (消息); its text comes from `kind` and `params`. `dedup` is unique for each user.

    `at` and `read_at` are business time; the times of the mail are the database's wall-clock times. An urgent mail, such
    as that of a lost password, goes before the others. `mail_to` is another address than the user's, until it is sent.
    """

    user_id = models.BigIntegerField()
    party_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    dedup = models.CharField(max_length=100)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail_wanted = models.BooleanField(default=True)
    mail_urgent = models.BooleanField(default=False)
    mail_to = models.EmailField(default="")
    mail_next_at = models.DateTimeField(null=True)
    mail_attempts = models.SmallIntegerField(default=0)
    mail_error = models.CharField(max_length=300, default="")
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "dedup"], name="notification_told_once")]
        indexes = [
            models.Index(fields=["user_id", "-id"], name="notification_by_user"),
            models.Index(
                fields=["-mail_urgent", "id"],
                condition=Q(mail_wanted=True, mailed_at=None),
                name="notification_to_mail",
            ),
        ]
