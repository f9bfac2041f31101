"""Texts of recoveries and repayments."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import CodeWords, Entry, Menu, Numbered, Numbers, StateWords, SubjectWords
from core.values.object_numbers import Series

MESSAGES: dict[str, tuple[str, str]] = {
    "recovery_unpaid": (
        "拨付 {number} 没有到账，不能追回；尚未送银行的，可以撤销其创新券。",
        "Payment {number} has not arrived and cannot be recovered: revoke its coupons where it is not at the bank.",
    ),
    "recovery_of_rest": (
        "这笔是退汇后另行拨付的余额，请在原拨付 {number} 上提出追回。",
        "This pays the rest of a returned payment again: propose the recovery of payment {number}.",
    ),
    "recovery_amount": (
        "追回金额须大于零，且不超过尚未提出追回的 {limit} 元，现为 {value} 元。",
        "A recovery is above zero and at most the {limit} yuan that no other recovery claims; {value} is not.",
    ),
    "recovery_first_day": (
        "首期还款期限须在今天（{today}）之后，不晚于 {latest}，请修改。",
        "The first day must be after today ({today}) and not after {latest}: change it.",
    ),
    "recovery_instalments": (
        "期数须为 1 至 {most}，且每期不少于一分，请修改。",
        "Choose 1 to {most} instalments of at least one fen each.",
    ),
    "repayment_amount": (
        "还款金额须大于零，且不超过尚未归还、尚未登记的 {limit} 元，现为 {value} 元。",
        "A repayment is above zero and at most the {limit} yuan that are neither repaid nor entered; {value} is not.",
    ),
    "repayment_day": (
        "到账日期须在 {first} 至今天（{today}）之间，请核对回单。",
        "The day must be between {first} and today ({today}): check the paper.",
    ),
    "repayment_reference": (
        "该银行流水号已登记过一笔还款，请核对回单。",
        "A repayment with this bank number was entered before: check the paper.",
    ),
    "repayment_waiting": (
        "还有还款待复核，请先复核或退回，再核销。",
        "A repayment waits for its second person: confirm or refuse it before the write-off.",
    ),
    "write_off_proposed": (
        "已提请核销，待另一人确认，不能重复提请。",
        "The write-off is proposed already and waits for another person.",
    ),
    "write_off_not_proposed": (
        "尚未提请核销，请先由一人提请。",
        "Nobody has proposed the write-off yet: it is proposed first.",
    ),
}

CONSTRAINTS: dict[str, tuple[str, str]] = {
    "payment_without_recovery": ("payment_recovered", ""),
    "recovery_decided_by_another": ("same_person", ""),
    "recovery_written_off_by_another": ("same_person", ""),
    "repayment_settled_by_another": ("same_person", ""),
    "repayment_reference_once": ("repayment_reference", "reference"),
}

ARTICLES: dict[str, str] = dict.fromkeys(MESSAGES, "17")

EVENTS: dict[str, tuple[str, str]] = {
    "recovery.proposed": ("拟追回 {amount} 元：{reason}", "Recovery of {amount} yuan proposed: {reason}"),
    "recovery.heard": ("已听取陈述申辩", "The debtor was heard"),
    "recovery.dropped": ("不予追回：{reason}", "Dropped: {reason}"),
    "recovery.decided": (
        "决定追回 {amount} 元，分 {count} 期",
        "Recovery of {amount} yuan decided, in {count} instalments",
    ),
    "recovery.notified": ("追回决定已送达", "The debtor is notified"),
    "recovery.partly_repaid": ("归还 {amount} 元，尚欠 {left} 元", "{amount} yuan repaid, {left} yuan left"),
    "recovery.repaid": ("归还 {amount} 元，已还清", "{amount} yuan repaid, nothing left"),
    "recovery.write_off_proposed": ("提请核销：{reason}", "Write-off proposed: {reason}"),
    "recovery.write_off_refused": ("不予核销：{reason}", "Write-off refused: {reason}"),
    "recovery.written_off": ("核销 {amount} 元：{reason}", "{amount} yuan written off: {reason}"),
    "repayment.entered": ("登记还款 {amount} 元（{paid_on} 到账）", "Repayment of {amount} yuan entered, of {paid_on}"),
    "repayment.confirmed": ("还款 {amount} 元已复核", "Repayment of {amount} yuan confirmed"),
    "repayment.refused": ("还款登记退回：{reason}", "Repayment refused: {reason}"),
}

NOTICES: dict[str, tuple[str, str, str, str]] = {
    "recovery.proposed": (
        "主管部门拟追回已拨付的资金",
        "The recovery of paid money is proposed",
        "主管部门拟追回“{label}”的 {amount} 元：{reason}。请在 {answer_by} 前陈述申辩，逾期未提出的，直接作出决定。",
        "The authority proposes to recover {amount} yuan of “{label}”. Reason: {reason}. Please answer by {answer_by}; without "
        "an answer it is decided then.",
    ),
    "recovery.heard": (
        "陈述申辩已结束",
        "The hearing is over",
        "对拟追回“{label}”的 {amount} 元的陈述申辩已经记录或期限已满，由另一人决定。",
        "The answer on the recovery of {amount} yuan of “{label}” is recorded, or its days are over. Another person decides.",
    ),
    "recovery.dropped": (
        "不予追回",
        "A proposed recovery was dropped",
        "主管部门决定不追回“{label}”的 {amount} 元：{drop_reason}。",
        "The recovery of {amount} yuan of “{label}” was dropped: {drop_reason}.",
    ),
    "recovery.notified": (
        "追回已拨付资金的决定",
        "Paid money is recovered",
        "主管部门决定追回“{label}”的 {amount} 元：{reason}。首期应于 {due_on} 前归还，上缴财政；各期日期、金额见追回页面。",
        "The authority recovers {amount} yuan of “{label}”. Reason: {reason}. The first part is due by {due_on}; the page of the "
        "recovery has all days and amounts.",
    ),
    "recovery.partly_repaid": (
        "还款已确认",
        "A repayment was confirmed",
        "“{label}”的还款已确认，累计归还 {repaid} 元，应还 {amount} 元。",
        "Your repayment for “{label}” was confirmed: {repaid} of {amount} yuan are repaid.",
    ),
    "recovery.repaid": (
        "追回款项已还清",
        "A recovery is repaid",
        "“{label}”应归还的 {amount} 元已还清。",
        "The {amount} yuan for “{label}” are repaid in full.",
    ),
    "recovery.written_off": (
        "追回款项已核销",
        "A recovery was written off",
        "“{label}”尚未归还的部分不再追回：{write_off_reason}。",
        "What is not repaid of “{label}” is written off: {write_off_reason}.",
    ),
    "repayment.entered": (
        "还款待复核",
        "A repayment waits for its second person",
        "追回 {number} 登记了还款 {amount} 元，请另一人核对银行回单后复核。",
        "A repayment of {amount} yuan was entered for the recovery {number}: another person checks the paper and confirms it.",
    ),
    "repayment.refused": (
        "还款登记已退回",
        "A repayment was refused",
        "追回 {number} 的还款 {amount} 元的登记已退回：{reason}。请核对后重新登记。",
        "The repayment of {amount} yuan for the recovery {number} was refused: {reason}. Check and enter it again.",
    ),
}

WORDS: CodeWords = {}

STATES: StateWords = {
    "recovery": {
        "proposed": (_("拟追回"), "act"),
        "heard": (_("已听取陈述"), "run"),
        "dropped": (_("不予追回"), "over"),
        "decided": (_("已决定"), "run"),
        "notified": (_("待归还"), "bad"),
        "partly_repaid": (_("部分归还"), "act"),
        "repaid": (_("已还清"), "good"),
        "written_off": (_("已核销"), "over"),
    },
    "repayment": {
        "entered": (_("待复核"), "act"),
        "confirmed": (_("已确认"), "good"),
        "refused": (_("已退回"), "over"),
    },
}

NUMBERS: Numbers = {
    Series.RECOVERY: Numbered(
        _("追回"),
        kind="recovery",
        model="payments.Recovery",
        visible="payments.selectors.recoveries.visible_recoveries",
        made_at="proposed_at",
        page="recovery",
    ),
}

SUBJECTS: SubjectWords = {
    "recovery": (176, _("追回")),
    "repayment": (177, _("还款")),
}

MENU: Menu = {
    ("unit", "recovery_list"): Entry(_("追回"), "arrow-back-up", 56),
    ("applicant", "recovery_list"): Entry(_("追回"), "arrow-back-up", 56),
    ("staff", "recovery_list"): Entry(_("追回"), "arrow-back-up", 35, "money"),
    ("auditor", "recovery_list"): Entry(_("追回"), "arrow-back-up", 35, "money"),
}
