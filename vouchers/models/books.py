"""The books: movements of a round's money, and the use of an applicant's annual limit."""

from django.db import models
from django.db.models import F, Q

from core.database.triggers import append_only
from vouchers.rules.books import BUCKETS, GIVE_BACK_CAUSES


class Movement(models.Model):
    """A movement of a round's money between two buckets (账目变动), in yuan. `budget` and `treasury` are outside the round.

    Append-only (I9). A coupon has at most one give-back (I7).
    """

    round = models.ForeignKey("vouchers.Round", on_delete=models.PROTECT, db_index=False, related_name="movements")
    coupon = models.ForeignKey(
        "vouchers.Coupon", on_delete=models.PROTECT, db_index=False, null=True, related_name="movements"
    )
    cause = models.CharField(max_length=20)
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    at = models.DateTimeField()
    event = models.ForeignKey("core.Event", on_delete=models.PROTECT, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="movement_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="movement_between_known_buckets",
                condition=Q(source__in=BUCKETS, target__in=BUCKETS) & ~Q(source=F("target")),
            ),
            models.UniqueConstraint(
                fields=["coupon"], condition=Q(cause__in=GIVE_BACK_CAUSES), name="movement_one_give_back_a_coupon"
            ),
            models.UniqueConstraint(fields=["coupon"], condition=Q(cause="claim"), name="movement_one_claim_a_coupon"),
        ]
        indexes = [
            models.Index(fields=["round", "id"], name="movement_by_round"),
            models.Index(fields=["coupon", "id"], name="movement_by_coupon"),
            models.Index(fields=["at", "id"], name="movement_by_moment"),
        ]
        triggers = append_only("movement")


class AnnualUse(models.Model):
    """The yuan that an applicant's coupons count in a calendar year (年度已用额度); limited at claims only (I3)."""

    applicant = models.ForeignKey(
        "accounts.Party", on_delete=models.PROTECT, db_index=False, related_name="annual_uses"
    )
    year = models.PositiveSmallIntegerField()
    used = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["applicant", "year"], name="annual_use_once_a_year"),
            models.CheckConstraint(name="annual_use_not_negative", condition=Q(used__gte=0)),
        ]
