"""Texts of payees' accounts: refusals, advice, events, notifications and words."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import CodeWords, KindNames, StateWords

MESSAGES: dict[str, tuple[str, str]] = {
    "account_number": (
        "账号须为 {least} 至 {most} 位数字，中间可以有连字符。",
        "An account number has {least} to {most} digits, hyphens between them allowed.",
    ),
    "bank_code": (
        "联行号须为 12 位数字，且校验位正确。",
        "A bank code has 12 digits, the last of which is a check digit; this one does not fit.",
    ),
    "wallet_bank_code": (
        "数字人民币钱包没有联行号，请留空。",
        "A wallet of digital yuan has no bank code: leave it empty.",
    ),
    "account_holder": (
        "户名与本单位名称“{party}”不一致的，须说明原因。",
        "The holder of the account is not “{party}”: say why.",
    ),
    "account_unchanged": ("与现用收款账户相同，无需变更。", "This is the current account already."),
    "account_open": (
        "已有一个收款账户正在办理，办结或停止后才能再填报。",
        "An account is being processed already: stop it or wait for its end.",
    ),
    "account_number_differs": (
        "录入的账号与单位填报的不一致。",
        "The number is not the one that the party entered.",
    ),
    "payment_without_account": (
        "拨付 {number} 的收款单位没有经财务核对的收款账户。",
        "The payee of payment {number} has no checked account.",
    ),
    "payment_account_changing": (
        "拨付 {number} 的收款单位正在变更收款账户，办结前不能拨付。",
        "The payee of payment {number} is changing its account: nothing is ordered until that has ended.",
    ),
}

ADVICE: dict[str, tuple[str, str]] = {
    "account_number": (
        "请按开户许可证或银行回单填写账号。",
        "Enter the number as on the bank's letter or a bank statement.",
    ),
    "bank_code": (
        "请向开户行核实 12 位联行号后重新填写。",
        "Ask the bank for its 12-digit code and enter it again.",
    ),
    "account_holder": (
        "请填写本单位名称，或者在“户名不一致的原因”中说明。",
        "Enter the party's own name, or give the reason why the holder is another.",
    ),
    "account_number_differs": (
        "请对照单位提供的纸质材料重新录入；仍不一致的，请不予通过并说明。",
        "Type it again from the party's paper; refuse the account if they still differ.",
    ),
    "payment_without_account": (
        "由收款单位负责人填报，财务核对后即可拨付。",
        "The payee's manager enters an account, finance checks it.",
    ),
    "payment_account_changing": (
        "请把该笔从本拨款单中去除，变更生效或停止后再拨付。",
        "Leave it off this order until the change is in force or stopped.",
    ),
}

CONSTRAINTS: dict[str, tuple[str, str]] = {
    "payee_account_one_open": ("account_open", ""),
    "payee_account_checked_by_another": ("same_person", ""),
    "payee_account_confirmed_by_another": ("same_person", ""),
}

ARTICLES: dict[str, str] = {
    "payment_without_account": "15.5",
    "payment_account_changing": "15.5",
}

EVENTS: dict[str, tuple[str, str]] = {
    "payee_account.entered": ("填报收款账户 {account}", "Account {account} entered"),
    "payee_account.accepted": ("收款账户经核对启用", "The account is checked and current"),
    "payee_account.checked": ("账户变更经核对，待另一名财务人员复核", "The change is checked by a first person"),
    "payee_account.confirmed": (
        "账户变更经复核，等待至 {waits_until}",
        "The change is confirmed by a second person and waits until {waits_until}",
    ),
    "payee_account.activated": ("账户变更生效", "The change is in force"),
    "payee_account.replaced": ("已由新账户取代", "Replaced by another account"),
    "payee_account.refused": ("财务不予通过：{reason}", "Refused by finance: {reason}"),
    "payee_account.stopped": ("单位停止办理", "Stopped by the party"),
    "payee_account.day_moved": ("等待期调整为至 {waits_until}", "The change waits until {waits_until} instead"),
}

_STOP_ZH = "不是本单位申请的，请立即停止变更，并联系主管部门。"
_STOP_EN = "If your organisation did not ask for it, stop the change at once and tell the authority."

NOTICES: dict[str, tuple[str, str, str, str]] = {
    "payee_account.entered": (
        "已填报收款账户",
        "An account was entered",
        "{party}填报了收款账户 {account}，财务核对后启用。",
        "{party} has entered the account {account}. It is used once finance has checked it.",
    ),
    "payee_account.accepted": (
        "收款账户已启用",
        "The account is checked",
        "{party}的收款账户 {account} 已经财务核对，可以收款。",
        "The account {account} of {party} is checked and receives payments from now on.",
    ),
    "payee_account.refused": (
        "收款账户未通过核对",
        "The account was refused",
        "{party}填报的收款账户 {account} 未通过核对：{reason}。请重新填报。",
        "The account {account} of {party} was refused: {reason}. Please enter another.",
    ),
    "payee_account.stopped": (
        "收款账户已停止办理",
        "The account was withdrawn",
        "{party}停止了收款账户 {account} 的办理。",
        "{party} has withdrawn the account {account}.",
    ),
    "payee_account.change_entered": (
        "有人申请变更收款账户",
        "A change of your account was entered",
        "{party}申请把收款账户由 {before} 变更为 {account}。办结前本单位的款项暂不拨付。" + _STOP_ZH,
        "A change of the account of {party} from {before} to {account} was entered. Until it has ended nothing is paid to "
        "{party}. " + _STOP_EN,
    ),
    "payee_account.change_checked": (
        "收款账户变更已核对",
        "The change of your account was checked",
        "{party}的收款账户由 {before} 变更为 {account}，已经一名财务人员核对，待另一人复核。" + _STOP_ZH,
        "The change of the account of {party} from {before} to {account} was checked; a second person has to confirm it. "
        + _STOP_EN,
    ),
    "payee_account.change_confirmed": (
        "收款账户将要变更",
        "Your account is about to change",
        "{party}的收款账户由 {before} 变更为 {account}，已经复核，{waits_until} 过后生效。" + _STOP_ZH,
        "The change of the account of {party} from {before} to {account} is confirmed and in force after {waits_until}. "
        + _STOP_EN,
    ),
    "payee_account.change_activated": (
        "收款账户变更已生效",
        "Your account has changed",
        "{party}的收款账户已由 {before} 变更为 {account}，款项可以继续拨付。",
        "The account of {party} has changed from {before} to {account}. Payments go on.",
    ),
    "payee_account.change_refused": (
        "收款账户变更未通过",
        "The change of your account was refused",
        "{party}把收款账户变更为 {account} 的申请未通过：{reason}。仍使用 {before}。",
        "The change of the account of {party} to {account} was refused: {reason}. {before} remains in use.",
    ),
    "payee_account.change_stopped": (
        "收款账户变更已停止",
        "The change of your account was stopped",
        "{party}把收款账户变更为 {account} 的申请已停止，仍使用 {before}，款项可以继续拨付。",
        "The change of the account of {party} to {account} was stopped. {before} remains in use, payments go on.",
    ),
    "payee_account.change_day_moved": (
        "收款账户变更的生效日有调整",
        "Your change of account takes longer",
        "因放假安排公布，{party}的收款账户变更改为 {waits_until} 过后生效。",
        "By the new holiday notice the change of the account of {party} is in force after {waits_until}.",
    ),
    "payee_account.to_check": (
        "收款账户待核对",
        "An account is to be checked",
        "{party}填报了收款账户 {account}，请核对。",
        "{party} has entered the account {account}; please check it.",
    ),
    "payee_account.to_confirm": (
        "收款账户变更待复核",
        "A change of account is to be confirmed",
        "{party}的收款账户变更 {account} 已经一人核对，请另一名财务人员复核。",
        "The change of the account of {party} to {account} is checked; a second person of finance has to confirm it.",
    ),
}

STATES: StateWords = {
    "payee_account": {
        "entered": (_("待核对"), "act"),
        "checked": (_("待复核"), "act"),
        "waiting": (_("等待生效"), "run"),
        "current": (_("使用中"), "good"),
        "replaced": (_("已被取代"), "over"),
        "refused": (_("未通过"), "bad"),
        "stopped": (_("已停止"), "over"),
    },
}

WORDS: CodeWords = {
    "account_kind": {"bank": _("银行账户"), "wallet": _("数字人民币钱包")},
    "account_standing": {
        "none": _("还没有收款账户，不能拨付：由收款单位负责人填报，财务核对。"),
        "unchecked": _("收款账户已填报，待财务核对；核对前不能拨付。"),
        "changing": _("收款账户正在变更，变更生效或停止前暂不拨付。"),
        "ready": _("收款账户已经核对，可以拨付。"),
    },
    "leaving_cause": {
        "account_change": _("收款账户变更，款项全部退出"),
        "conflict": _("办理人有利害关系"),
        "suspension": _("暂停拨付，款项全部退出"),
        "revocation": _("撤销创新券，款项全部退出"),
        "window": _("拨付时段或财政年度已过，款项全部退出"),
        "nothing_left": _("编制时没有可以列入的款项"),
    },
}
CODES_IN_PARAMS: KindNames = {"payment_order.cancelled": "leaving_cause"}
