"""What stops guessing of passwords and codes, with or without a cache. Real time, never the moved clock."""

from django.db import models
from django.db.models.functions import Now


class SignInFailure(models.Model):
    """Failed sign-ins under one key (登录失败计数) since a moment; the key is a keyed digest, so no name or address."""

    key = models.BinaryField(max_length=32, primary_key=True)
    count = models.PositiveIntegerField(default=1)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["since"], name="sign_in_failure_by_age")]


class TotpStep(models.Model):
    """The newest time step whose code a user has used (已用验证码): that code and older ones are spent."""

    user = models.OneToOneField("accounts.User", on_delete=models.CASCADE, primary_key=True, related_name="+")
    step = models.BigIntegerField()
