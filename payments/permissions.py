"""Who may do what with payments and payment orders."""

from accounts.rules.roles import APPLICANT_ROLES, MANAGER_ROLES, STAFF_ROLES, UNIT_ROLES, Role

STAFF = STAFF_ROLES
MONEY_READERS = STAFF_ROLES - {Role.SYSTEM_ADMIN}
"""Staff who read accounts and what the bank answered."""
_OFFICERS = frozenset({Role.CASE_OFFICER, Role.DEPUTY_OFFICER})
_FINANCE = frozenset({Role.FINANCE})
_APPROVER = frozenset({Role.APPROVER})
_SIGNERS = frozenset({Role.CASE_OFFICER, Role.DEPUTY_OFFICER, Role.APPROVER, Role.FINANCE})
"""Who may decide a further stage, where the policy names the role."""

OPERATIONS: dict[str, frozenset[str]] = {
    "payment.read": UNIT_ROLES | APPLICANT_ROLES | STAFF_ROLES,
    "payment.retry": _FINANCE,
    "payment_order.read": STAFF_ROLES,
    "payment_order.prepare": _FINANCE,
    "payment_order.sign": _SIGNERS,
    "payment_order.approve": _APPROVER,
    "payment_order.export": _FINANCE,
    "payment_order.cancel": _FINANCE | _APPROVER,
    "payment_order.download": _FINANCE,
    "bank_answer.read": MONEY_READERS,
    "bank_answer.import": _FINANCE,
    "reconciliation.read": MONEY_READERS,
    "bank_answer.download": _FINANCE,
    "manual_answer.read": MONEY_READERS,
    "manual_answer.enter": _FINANCE,
    "manual_answer.match": _FINANCE,
    "manual_answer.confirm": _FINANCE,
    "manual_answer.refuse": _FINANCE,
    "period_closing.propose": _FINANCE,
    "period_closing.decide": _FINANCE,
    "payee_account.read": UNIT_ROLES | APPLICANT_ROLES | MONEY_READERS,
    "recovery.read": UNIT_ROLES | APPLICANT_ROLES | STAFF_ROLES,
    "recovery.propose": _OFFICERS,
    "recovery.hear": _OFFICERS,
    "recovery.answer": UNIT_ROLES | APPLICANT_ROLES,
    "recovery.decide": _APPROVER,
    "recovery.drop": _APPROVER,
    "recovery.enter_repayment": _FINANCE,
    "recovery.propose_write_off": _FINANCE,
    "recovery.write_off": _APPROVER,
    "recovery.refuse_write_off": _APPROVER,
    "repayment.confirm": _FINANCE,
    "repayment.refuse": _FINANCE,
    "payee_account.enter": MANAGER_ROLES,
    "payee_account.stop": UNIT_ROLES | APPLICANT_ROLES,
    "payee_account.check": _FINANCE,
    "payee_account.confirm": _FINANCE,
    "payee_account.refuse": _FINANCE,
}

CASES: dict[str, str] = {
    "payment.retry": "payment",
    "payment_order.prepare": "payment_order",
    "payment_order.sign": "payment_order",
    "payment_order.approve": "payment_order",
    "payment_order.export": "payment_order",
    "payment_order.cancel": "payment_order",
    "bank_answer.import": "payment_order",
    "manual_answer.enter": "payment",
    "manual_answer.match": "bank_answer_line",
    "manual_answer.confirm": "manual_answer",
    "manual_answer.refuse": "manual_answer",
    "recovery.propose": "payment",
    "recovery.hear": "recovery",
    "recovery.decide": "recovery",
    "recovery.drop": "recovery",
    "recovery.enter_repayment": "recovery",
    "recovery.propose_write_off": "recovery",
    "recovery.write_off": "recovery",
    "recovery.refuse_write_off": "recovery",
    "repayment.confirm": "repayment",
    "repayment.refuse": "repayment",
    "payee_account.check": "payee_account",
    "payee_account.confirm": "payee_account",
    "payee_account.refuse": "payee_account",
}
"""Operations of the authority on a party's object → the kind of case whose parties they ask about (core.access.checks)."""

WITHOUT_CASE: dict[str, str] = {
    "period_closing.propose": "a period has the payments of every party",
    "period_closing.decide": "a period has the payments of every party",
}
"""Other writes of the authority → why they concern no single party."""
