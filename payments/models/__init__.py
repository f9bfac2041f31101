"""Payments and the orders that group them. The subject of a payment is stored as kind, id and label only."""

from payments.models.bank_answers import BankAnswer, BankAnswerLine
from payments.models.bank_files import BankFile, PaymentAttempt
from payments.models.closings import PeriodClosing
from payments.models.kept_returns import KeptReturn
from payments.models.manual_answers import ManualAnswer
from payments.models.order_runs import OrderRun
from payments.models.payee_accounts import PayeeAccount
from payments.models.payments import Payment, PaymentOrder
from payments.models.reconciliation import ReconciliationEntry
from payments.models.recoveries import Recovery, RecoveryInstalment, Repayment

__all__ = [
    "BankAnswer",
    "BankAnswerLine",
    "BankFile",
    "KeptReturn",
    "ManualAnswer",
    "OrderRun",
    "PayeeAccount",
    "Payment",
    "PaymentAttempt",
    "PaymentOrder",
    "PeriodClosing",
    "ReconciliationEntry",
    "Recovery",
    "RecoveryInstalment",
    "Repayment",
]
