"""Limits on guessing passwords and codes, in the database. All times are wall-clock time, never the moved clock."""

from django.db import models
from django.db.models.functions import Now


class SignInFailure(models.Model):
    """The number of failed sign-ins since a moment (登录失败计数).

    The key is a keyed digest of a user name or an address, so neither is stored.
    """

    key = models.BinaryField(max_length=32, primary_key=True)
    count = models.PositiveIntegerField(default=1)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["since"], name="sign_in_failure_by_age")]


class TotpStep(models.Model):
    """The newest time step whose code a user has used (已用验证码). That code and older ones are refused."""

    user = models.OneToOneField("accounts.User", on_delete=models.CASCADE, primary_key=True, related_name="+")
    step = models.BigIntegerField()
