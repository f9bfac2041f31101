"""Coupons: the right of one applicant to one amount."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.database.triggers import legal_transitions
from core.models.states import StateField
from vouchers.rules.coupon_numbers import coupon_number
from vouchers.rules.states import COUPON, PAYABLE_COUPONS, REGISTERED_COUPONS, CouponState

COUPON_REVOKED_BY_A_DECISION = pgtrigger.Trigger(
    name="coupon_revoked_by_a_decision",
    operation=pgtrigger.UpdateOf("state"),
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.state = 'revoked' AND OLD.state <> 'revoked'"),
    func="""
        IF NOT EXISTS (SELECT FROM oversight_sanctionsubject t JOIN oversight_sanction s ON s.id = t.sanction_id
            WHERE t.subject_kind = 'coupon' AND t.subject_id = NEW.id AND s.state = 'carried_out')
        THEN RAISE EXCEPTION 'coupon_revoked_by_a_decision'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'coupon_revoked_by_a_decision'; END IF;
        RETURN NEW;
    """,
)
"""On coupons: none is revoked but by a measure that two persons have decided (article 17)."""


class Coupon(models.Model):
    """A coupon (创新券): claimed in a round, registered on one contract, redeemed once. Amounts in yuan.

    `facts` are the facts that the claim was decided on. docs/domain.md section 6 says what a coupon counts in its year.
    """

    round = models.ForeignKey("vouchers.Round", on_delete=models.PROTECT, db_index=False, related_name="coupons")
    applicant = models.ForeignKey("accounts.Party", on_delete=models.PROTECT, db_index=False, related_name="coupons")
    year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    cap = models.DecimalField(max_digits=14, decimal_places=2)
    state = StateField(CouponState, default=CouponState.CLAIMED)
    claimed_at = models.DateTimeField()
    claimed_on = models.DateField()
    facts = models.JSONField()
    register_by_raw = models.DateField()
    register_by = models.DateField()
    registered_on = models.DateField(null=True)
    valid_until_raw = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    redeem_by = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    calendar_version = models.CharField(max_length=40)
    contract = models.ForeignKey(
        "vouchers.ServiceContract", on_delete=models.PROTECT, db_index=False, null=True, related_name="coupons"
    )
    payable = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    fault = models.CharField(max_length=20, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="coupon_amount_within_cap", condition=Q(amount__gt=0) & (Q(cap=None) | Q(amount__lte=F("cap")))
            ),
            models.CheckConstraint(
                name="coupon_payable_within_amount",
                condition=Q(payable=None) | Q(payable__gte=0, payable__lte=F("amount")),
            ),
            models.CheckConstraint(
                name="coupon_approved_has_payable",
                condition=~Q(state__in=PAYABLE_COUPONS) | Q(payable__gt=0, contract__isnull=False),
            ),
            models.CheckConstraint(
                name="coupon_registered_is_complete",
                condition=~Q(state__in=REGISTERED_COUPONS)
                | Q(
                    contract__isnull=False,
                    registered_on__isnull=False,
                    valid_until__isnull=False,
                    redeem_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="coupon_fault_known", condition=Q(fault__in=["", "unit", "applicant", "neither"])
            ),
        ]
        indexes = [
            models.Index(fields=["applicant", "-id"], name="coupon_by_applicant"),
            models.Index(fields=["year", "id"], name="coupon_by_year"),
            models.Index(fields=["round", "id"], name="coupon_by_round"),
            models.Index(fields=["contract", "id"], name="coupon_by_contract", condition=Q(contract__isnull=False)),
            models.Index(
                fields=["state", "id"], condition=~Q(state=CouponState.CLAIMED), name="coupon_beyond_claim_by_state"
            ),
            models.Index(
                fields=["register_by", "id"], condition=Q(state=CouponState.CLAIMED), name="coupon_unregistered"
            ),
            models.Index(
                fields=["redeem_by", "id"], condition=Q(state=CouponState.REGISTERED), name="coupon_unredeemed"
            ),
        ]
        triggers = [
            *legal_transitions("coupon", COUPON),
            pgtrigger.ReadOnly(
                name="coupon_terms_never_change",
                fields=["round", "applicant", "year", "amount", "cap", "claimed_at", "claimed_on", "facts"],
            ),
            pgtrigger.Protect(name="coupon_never_deleted", operation=pgtrigger.Delete),
            COUPON_REVOKED_BY_A_DECISION,
        ]

    @property
    def number(self) -> str:
        """券号, as people read it: BJ2026-0001283."""
        return coupon_number(year=self.year, coupon_id=self.pk)
