"""Appeals against decisions on redemptions (article 15.5)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.database.triggers import legal_transitions
from core.models.states import StateField
from core.values.object_numbers import Series, object_number
from redemptions.models.appeal_guards import APPEAL_IN_TIME, COUPON_OF_A_FINAL_DECISION
from redemptions.models.redemptions import Redemption
from redemptions.rules.appeals import Appellant
from redemptions.rules.states import APPEAL, DECIDED_APPEALS, AppealState
from vouchers.models import Coupon


class Appeal(models.Model):
    """The appeal of one side against one decision (申诉), or its waiver (放弃申诉). Amounts in yuan.

    `live` until its decision is replaced by a raised one. Appeals against one decision are decided together: they have
    the same findings, reason and amount. `amount` is the raised one.
    """

    redemption = models.ForeignKey(Redemption, on_delete=models.PROTECT, db_index=False, related_name="appeals")
    party = models.ForeignKey("accounts.Party", on_delete=models.PROTECT, db_index=False, related_name="+")
    side = models.CharField(max_length=10)
    state = StateField(AppealState, default=AppealState.FILED)
    live = models.BooleanField(default=True)
    text = models.TextField(default="")
    filed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    findings = models.TextField(default="")
    examined_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    examined_at = models.DateTimeField(null=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    reason = models.CharField(max_length=1000, default="")
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["redemption", "side"], condition=Q(live=True), name="appeal_once_a_side"),
            models.CheckConstraint(name="appeal_side_known", condition=Q(side__in=[*map(str, Appellant)])),
            models.CheckConstraint(name="appeal_has_reasons", condition=Q(state=AppealState.WAIVED) ^ ~Q(text="")),
            models.CheckConstraint(
                name="appeal_examined_by_somebody",
                condition=Q(state__in=[AppealState.FILED, AppealState.WAIVED])
                | Q(examined_by__isnull=False, examined_at__isnull=False),
            ),
            models.CheckConstraint(name="appeal_decided_by_another", condition=~Q(decided_by=F("examined_by"))),
            models.CheckConstraint(
                name="appeal_decided_by_somebody",
                condition=~Q(state__in=DECIDED_APPEALS)
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="appeal_raised_has_amount",
                condition=Q(state=AppealState.RAISED, amount__gt=0) | (~Q(state=AppealState.RAISED) & Q(amount=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["redemption", "id"], name="appeal_by_redemption"),
            models.Index(fields=["party", "-id"], name="appeal_by_party"),
            models.Index(fields=["state", "id"], name="appeal_by_state"),
        ]
        triggers = [
            *legal_transitions("appeal", APPEAL),
            pgtrigger.ReadOnly(
                name="appeal_terms_never_change",
                fields=["redemption", "party", "side", "text", "filed_by", "filed_at"],
            ),
            APPEAL_IN_TIME,
        ]

    @property
    def number(self) -> str:
        """申诉编号, as people read it: SS2026-0000004."""
        return object_number(Series.APPEAL, at=self.filed_at, pk=self.pk)


pgtrigger.register(COUPON_OF_A_FINAL_DECISION)(Coupon)
