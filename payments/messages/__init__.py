"""Texts of payments and orders: refusals, events, notifications, words and menu entries."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import CodeWords, Entry, Menu, Numbered, Numbers, StateWords, SubjectWords
from core.values.object_numbers import Series
from payments.messages import bank_answers, bank_files, manual_answers, payee_accounts, reconciliation, recoveries
from payments.messages.manual_answers import CODE_PARAMS, STATES_IN_PARAMS
from payments.messages.payee_accounts import CODES_IN_PARAMS

__all__ = [
    "ADVICE",
    "ARTICLES",
    "CODES_IN_PARAMS",
    "CODE_PARAMS",
    "CONSTRAINTS",
    "EVENTS",
    "MENU",
    "MESSAGES",
    "NOTICES",
    "NUMBERS",
    "STATES",
    "STATES_IN_PARAMS",
    "SUBJECTS",
    "WORDS",
]

MESSAGES: dict[str, tuple[str, str]] = {
    **bank_answers.MESSAGES,
    **bank_files.MESSAGES,
    **manual_answers.MESSAGES,
    **payee_accounts.MESSAGES,
    **recoveries.MESSAGES,
    **reconciliation.MESSAGES,
    "payment_window": (
        "拨付 {number} 目前不在拨付时段内，自 {not_before} 起方可拨付。",
        "Payment {number} is outside its window: order it from {not_before} on.",
    ),
    "payment_fiscal_year": (
        "拨付 {number} 列入 {fiscal_year} 财政年度，不属于当前年度 {current}，请从本拨款单中去除。",
        "Payment {number} belongs to the fiscal year {fiscal_year}, not to {current}: leave it off this order.",
    ),
    "order_being_sent": (
        "拨款单 {number} 仍在分批送出，文件尚未生成，银行不会有结果；送完后再登记。",
        "Order {number} is still being sent and has no file yet: record the bank's answer once it is sent.",
    ),
    "nothing_to_order": (
        "没有可以列入的款项：都未到可拨付日、没有核对过的账户，或已列入拨款单。",
        "There is nothing to order: no payment is due with a checked account of this kind and off every order.",
    ),
    "payment_suspended": (
        "收款单位的资金已被暂停拨付，期满或解除后方可办理。",
        "The payee's payments are suspended: wait until the measure has ended or is lifted.",
    ),
    "payment_recovered": (
        "该笔款项已决定追回，退汇怎样处理须由两人决定。",
        "A recovery of this payment is decided: two persons decide what becomes of the return.",
    ),
    "payment_at_bank": (
        "拨付 {number} 已送银行或已到账，不能撤销：银行退回的，退回后再办；已到账的，改为追回。",
        "Payment {number} is at the bank or paid and cannot be cancelled: recover it once it has arrived.",
    ),
    "payment_of_unpublicised": (
        "未经公示期满无异议并最终审定的兑现申请不得拨付，请待审定后再办理。",
        "A redemption is paid only after a final decision whose notice ended without an open objection: wait for it.",
    ),
}

CONSTRAINTS: dict[str, tuple[str, str]] = {
    **bank_answers.CONSTRAINTS,
    **manual_answers.CONSTRAINTS,
    **payee_accounts.CONSTRAINTS,
    **recoveries.CONSTRAINTS,
    **reconciliation.CONSTRAINTS,
    "order_approved_by_another": ("same_person", ""),
    "order_approved_by_stages": ("illegal_state", ""),
    "payment_of_suspended_payee": ("payment_suspended", ""),
    "payment_of_publicised_redemption": ("payment_of_unpublicised", ""),
}

ARTICLES: dict[str, str] = {
    **bank_files.ARTICLES,
    **payee_accounts.ARTICLES,
    **recoveries.ARTICLES,
    "payment_window": "15.5",
    "payment_fiscal_year": "15.5",
    "nothing_to_order": "15.5",
    "payment_of_unpublicised": "15.5",
    "payment_suspended": "17",
    "payment_at_bank": "17",
}

ADVICE: dict[str, tuple[str, str]] = {
    **bank_answers.ADVICE,
    **bank_files.ADVICE,
    **manual_answers.ADVICE,
    **payee_accounts.ADVICE,
    **reconciliation.ADVICE,
}

EVENTS: dict[str, tuple[str, str]] = {
    **bank_answers.EVENTS,
    **bank_files.EVENTS,
    **manual_answers.EVENTS,
    **payee_accounts.EVENTS,
    **recoveries.EVENTS,
    **reconciliation.EVENTS,
    "payment.created": (
        "生成待拨付 {amount} 元，自 {not_before} 起拨付（{fiscal_year} 财政年度）",
        "Payment of {amount} yuan from {not_before} on, fiscal year {fiscal_year}",
    ),
    "payment.window_opened": (
        "进入拨付时段（{fiscal_year} 财政年度）",
        "The payment window is open, fiscal year {fiscal_year}",
    ),
    "payment.window_moved": (
        "错过拨付时段，顺延至 {not_before}（{fiscal_year} 财政年度）",
        "The payment missed its window and is due from {not_before} on, fiscal year {fiscal_year}",
    ),
    "payment.ordered": ("列入拨款单 {number}", "On payment order {number}"),
    "payment.order_cancelled": ("退出拨款单，重新等待拨付", "Off its order; the payment is pending again"),
    "payment.sent": ("已送银行（拨款单 {number}）", "Sent to the bank with order {number}"),
    "payment.paid": ("已到账", "Paid"),
    "payment.suspended": ("暂停拨付", "Payment suspended"),
    "payment.resumed": ("恢复拨付", "Payment resumed"),
    "payment.cancelled": ("创新券被撤销，不再拨付", "Cancelled: coupons were revoked"),
    "payment.failed": ("拨付失败：{reason}", "Payment failed: {reason}"),
    "payment.returned": ("银行退汇：{reason}", "Returned by the bank: {reason}"),
    "payment.return_kept": (
        "银行退汇：{reason}；{kept} 元抵还追回款，{rest} 元另行拨付",
        "Returned by the bank: {reason}; {kept} yuan kept as repayment, {rest} yuan paid again",
    ),
    "payment.set_aside": (
        "经办人有利害关系，退出拨款单 {number}，由他人办理",
        "Left off order {number} for another person: conflict of interest",
    ),
    "payment.retried": ("重新等待拨付", "The payment is pending again"),
    "payment_order.building": ("开始批量编制拨款单", "Building of the order begun"),
    "payment_order.sending": ("开始分批送银行", "Sending to the bank begun"),
    "payment_order.cancelling": ("开始撤销拨款单", "Cancelling of the order begun"),
    "payment_order.prepared": ("编制拨款单，{count} 笔共 {total} 元", "Order of {count} payments, {total} yuan"),
    "payment_order.signed": ("拨款单已{stage}，合计 {amount} 元", "Order: {stage}, {amount} yuan in total"),
    "payment_order.approved": ("拨款单已审批", "Order approved"),
    "payment_order.cancelled": ("拨款单已撤销：{reason}", "Order cancelled: {reason}"),
    "payment_order.exported": ("拨款单已送银行，文件 {file}", "Order sent to the bank with the file {file}"),
    "payment_order.items_set_aside": (
        "经办人与有关单位有利害关系，下列拨付未办理，留待另一人办理：{payments}",
        "Left for another person because of a conflict of interest: payments {payments}",
    ),
    "payment_order.reconciled": ("拨款单已核对", "Order reconciled"),
}

NOTICES: dict[str, tuple[str, str, str, str]] = {
    **bank_answers.NOTICES,
    **manual_answers.NOTICES,
    **payee_accounts.NOTICES,
    **recoveries.NOTICES,
    **reconciliation.NOTICES,
    "payment.failed": (
        "拨付未成功",
        "A payment has failed",
        "“{label}”的 {amount} 元未能到账：{reason}。请核对收款账户，更正后重新拨付。",
        "{amount} yuan for “{label}” did not arrive: {reason}. Check your account; the payment is made again once it is right.",
    ),
    "payment.returned": (
        "已到账的款项被银行退回",
        "The bank returned a payment",
        "“{label}”的 {amount} 元到账后被银行退回：{reason}。请核对收款账户和户名，更正后列入新的拨款单重新拨付。",
        "The bank returned {amount} yuan paid for “{label}”: {reason}. Check the account and its holder; it is paid again by "
        "another order once they are right.",
    ),
    "payment.return_kept": (
        "被退回的款项已抵还追回款",
        "Returned money was kept as repayment",
        "“{label}”的 {amount} 元到账后被银行退回：{reason}。其中 {kept} 元抵还追回款，其余 {rest} 元另行拨付。请核对收款账户。",
        "The bank returned {amount} yuan paid for “{label}”: {reason}. Of it {kept} yuan repay what is recovered, and {rest} "
        "yuan are paid again. Check the account.",
    ),
    "payment_order.stage_waits": (
        "拨款单待您办理",
        "A payment order waits for you",
        "拨款单 {number}（合计 {amount} 元）等待“{stage}”环节，请办理。",
        "Payment order {number} of {amount} yuan waits for the stage “{stage}”.",
    ),
    "payment.cancelled": (
        "拨付已撤销",
        "A payment was cancelled",
        "“{label}”的 {amount} 元因创新券被撤销不再拨付；合同上其余创新券的金额另行拨付。",
        "{amount} yuan for “{label}” are not paid, because coupons were revoked; what other coupons of the contract pay follows.",
    ),
    "payment.paid": (
        "资金已到账",
        "A payment has arrived",
        "“{label}”的 {amount} 元已拨付。",
        "{amount} yuan have been paid for “{label}”.",
    ),
}


WORDS: CodeWords = {
    **bank_answers.WORDS,
    **bank_files.WORDS,
    **payee_accounts.WORDS,
    **reconciliation.WORDS,
}

STATES: StateWords = {
    **payee_accounts.STATES,
    **manual_answers.STATES,
    **recoveries.STATES,
    **reconciliation.STATES,
    "payment": {
        "pending": (_("待拨付"), "act"),
        "ordered": (_("已列入拨款单"), "run"),
        "sent": (_("已送银行"), "run"),
        "paid": (_("已到账"), "good"),
        "failed": (_("拨付失败"), "bad"),
        "suspended": (_("暂停拨付"), "bad"),
        "cancelled": (_("已撤销"), "over"),
    },
    "payment_order": {
        "building": (_("编制中"), "run"),
        "prepared": (_("待审批"), "act"),
        "cancelling": (_("撤销中"), "over"),
        "cancelled": (_("已取消"), "over"),
        "approved": (_("已批准"), "run"),
        "sending": (_("送出中"), "run"),
        "exported": (_("已送银行"), "run"),
        "reconciled": (_("已对账"), "good"),
    },
}

NUMBERS: Numbers = {
    **recoveries.NUMBERS,
    Series.PAYMENT: Numbered(
        _("拨付"),
        kind="payment",
        model="payments.Payment",
        visible="payments.selectors.payments.visible_payments",
        made_at="created_at",
        page="payment",
    ),
    Series.ORDER: Numbered(
        _("拨款单"),
        kind="payment_order",
        model="payments.PaymentOrder",
        visible="payments.selectors.payments.visible_orders",
        made_at="prepared_at",
        page="order",
    ),
    Series.PAYEE_ACCOUNT: Numbered(
        _("收款账户"),
        kind="payee_account",
        model="payments.PayeeAccount",
        visible="payments.selectors.payee_accounts.visible_accounts",
        made_at="entered_at",
        page="payee_account",
    ),
    Series.CLOSING: Numbered(
        _("关账"),
        kind="period_closing",
        model="payments.PeriodClosing",
        visible="payments.selectors.closings.visible_closings",
        made_at="proposed_at",
        page="period_closing",
    ),
}

SUBJECTS: SubjectWords = {
    **recoveries.SUBJECTS,
    "payment": (160, _("拨付")),
    "payment_order": (170, _("拨款单")),
    **manual_answers.SUBJECTS,
    "payee_account": (175, _("收款账户")),
    "period_closing": (179, _("关账")),
}

MENU: Menu = {
    **manual_answers.MENU,
    **recoveries.MENU,
    ("unit", "payment_list"): Entry(_("拨付"), "cash", 50),
    ("unit", "payee_account_list"): Entry(_("收款账户"), "building-bank", 55),
    ("staff", "payment_list"): Entry(_("拨付"), "cash", 10, "money"),
    ("staff", "order_list"): Entry(_("拨款单"), "report-money", 20, "money"),
    ("staff", "reconciliation"): Entry(_("对账"), "chart-bar", 22, "money", also=("period_closing_list",)),
    ("staff", "unmatched_lines"): Entry(_("对不上的回盘"), "alert-triangle", 25, "money"),
    ("staff", "payee_account_list"): Entry(_("收款账户"), "building-bank", 30, "money"),
    ("auditor", "payment_list"): Entry(_("拨付"), "cash", 10, "money"),
    ("auditor", "order_list"): Entry(_("拨款单"), "report-money", 20, "money"),
    ("auditor", "reconciliation"): Entry(_("对账"), "chart-bar", 22, "money", also=("period_closing_list",)),
    ("auditor", "unmatched_lines"): Entry(_("对不上的回盘"), "alert-triangle", 25, "money"),
    ("auditor", "payee_account_list"): Entry(_("收款账户"), "building-bank", 30, "money"),
}
