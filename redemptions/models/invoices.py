"""Invoices as evidence (article 15.3)."""

from django.db import models
from django.db.models import Q

from redemptions.models.redemptions import Redemption


class Invoice(models.Model):
    """An invoice of a redemption (发票): a 20-digit number without code, or a code and an 8-digit number.

    A live invoice is used only once in the system (I5): from the submission of its redemption until that ends unpaid.
    """

    redemption = models.ForeignKey(Redemption, on_delete=models.PROTECT, db_index=False, related_name="invoices")
    code = models.CharField(max_length=12, default="")
    number = models.CharField(max_length=20)
    issued_on = models.DateField()
    seller_uscc = models.CharField(max_length=18)
    buyer_uscc = models.CharField(max_length=18, default="")
    buyer_name = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "code"], condition=Q(live=True), name="invoice_used_once"),
            models.CheckConstraint(name="invoice_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="invoice_number_has_a_known_form",
                condition=Q(code="", number__regex=r"^[0-9]{20}$")
                | Q(code__regex=r"^([0-9]{10}|[0-9]{12})$", number__regex=r"^[0-9]{8}$"),
            ),
        ]
        indexes = [models.Index(fields=["redemption", "id"], name="invoice_by_redemption")]
