"""Attempts to pay and the files for the bank (article 15.5). Neither is ever changed."""

import pgtrigger
from django.db import models
from django.db.models import Q

from core.database.triggers import append_only
from payments.models.payee_accounts import PayeeAccount
from payments.models.payments import Payment, PaymentOrder
from payments.rules.bank_files import FORMATS

ORDER_HAS_FILE = pgtrigger.Trigger(
    name="order_exported_has_file",
    operation=pgtrigger.UpdateOf("state"),
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.state = 'exported' AND OLD.state <> 'exported'"),
    func="""
        IF NOT EXISTS (SELECT FROM payments_bankfile f WHERE f.order_id = NEW.id
            AND f.count = NEW.count AND f.total = NEW.total)
        THEN RAISE EXCEPTION 'order_exported_has_file'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'order_exported_has_file'; END IF;
        RETURN NEW;
    """,
)
"""On orders: sent to the bank with a file of all its payments."""

PAYMENT_HAS_ATTEMPT = pgtrigger.Trigger(
    name="payment_sent_has_attempt",
    operation=pgtrigger.UpdateOf("state"),
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.state = 'sent' AND OLD.state <> 'sent'"),
    func="""
        IF NOT EXISTS (SELECT FROM payments_paymentattempt a WHERE a.payment_id = NEW.id AND a.order_id = NEW.order_id
            AND a.account_id = NEW.account_id AND a.amount = NEW.amount)
        THEN RAISE EXCEPTION 'payment_sent_has_attempt'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_sent_has_attempt'; END IF;
        RETURN NEW;
    """,
)
"""On payments: sent as an attempt, to the account that was fixed when it was ordered."""


class PaymentAttempt(models.Model):
    """One attempt to pay (拨付流水): the line of a payment in the file of an order. Yuan.

    `ordinal` counts the attempts of the payment, `position` the lines of the order.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, db_index=False, related_name="attempts")
    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, db_index=False, related_name="attempts")
    account = models.ForeignKey(PayeeAccount, on_delete=models.PROTECT, related_name="+")
    ordinal = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "ordinal"], name="attempt_number_once"),
            models.UniqueConstraint(fields=["order", "payment"], name="attempt_once_an_order"),
            models.UniqueConstraint(fields=["order", "position"], name="attempt_has_its_line"),
            models.CheckConstraint(name="attempt_amount_positive", condition=Q(amount__gt=0)),
        ]
        triggers = append_only("payment_attempt")

    @property
    def number(self) -> str:
        """流水号, as it stands in the file: the payment's number and which attempt it is, ZF2026-0000004-2."""
        return f"{self.payment.number}-{self.ordinal}"


class BankFile(models.Model):
    """The file of an order for the bank (拨款文件), one an order. Its bytes are encrypted: they have account numbers.

    `sha256` is that of the bytes as the bank gets them.
    """

    order = models.OneToOneField(PaymentOrder, on_delete=models.PROTECT, related_name="file")
    format = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    total = models.DecimalField(max_digits=14, decimal_places=2)
    content_encrypted = models.BinaryField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="bank_file_not_empty", condition=Q(size__gt=0, count__gt=0, total__gt=0)),
            models.CheckConstraint(name="bank_file_has_hash", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
        ]
        triggers = append_only("bank_file")

    @property
    def name(self) -> str:
        """文件名: the order's number, its format, its extension. An order has one file, so it is unique."""
        return f"{self.order.number}-{self.format}.{FORMATS[self.format].writer}"


pgtrigger.register(ORDER_HAS_FILE)(PaymentOrder)
pgtrigger.register(PAYMENT_HAS_ATTEMPT)(Payment)
