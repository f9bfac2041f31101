"""Texts of the bank's answers to orders: refusals, advice, events, notifications and words."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import CodeWords

MESSAGES: dict[str, tuple[str, str]] = {
    "bank_answer_once": (
        "这份回盘文件已于 {at} 以“{name}”导入，不再重复登记。",
        "This file of the bank was imported already, as “{name}” on {at}; nothing is recorded twice.",
    ),
    "bank_answer_format": ("没有这种回盘格式。", "There is no such format of answers."),
    "bank_answer_columns": (
        "文件里找不到流水号、金额、处理状态三列的表头。",
        "The file has no headings for the number, the amount and the outcome.",
    ),
    "bank_answer_sheets": ("文件里有几张回盘表。", "Several sheets of the file are answers."),
    "bank_answer_empty": ("文件里没有一笔回盘。", "The file has no line of an answer."),
    "bank_answer_damaged": (
        "回盘文件 {file} 与导入时不一致，不能下载。",
        "The file {file} is not what was imported; it is not given out.",
    ),
    "bank_answer_unsent": (
        "拨款单尚未送银行，没有回盘。",
        "The order was not sent to the bank, so there is no answer to it.",
    ),
}

CONSTRAINTS: dict[str, tuple[str, str]] = {
    "bank_answer_once": ("file_just_stored", "file"),
    "bank_answer_of_sent_order": ("bank_answer_unsent", ""),
}

ADVICE: dict[str, tuple[str, str]] = {
    "bank_answer_once": (
        "逐笔结果见拨款单的回盘；请核对是不是拿错了文件。",
        "The order's page lists what became of each line; check whether this is the right file.",
    ),
    "bank_answer_format": ("请选择列出的格式。", "Choose one of the formats that the page lists."),
    "bank_answer_columns": (
        "请换一种回盘格式，或下载带表头的回盘文件再导入。",
        "Choose another format, or download the answer with its headings from the bank.",
    ),
    "bank_answer_sheets": (
        "请只留一张表，分几次导入。",
        "Leave one sheet in the file and import the others by themselves.",
    ),
    "bank_answer_empty": ("请向银行重新下载。", "Download it from the bank again."),
    "bank_answer_damaged": (
        "请联系系统管理员从备份恢复。",
        "Ask the system administrator to restore it from a backup.",
    ),
    "bank_answer_unsent": ("请先把拨款单送银行。", "Send the order to the bank first."),
}

EVENTS: dict[str, tuple[str, str]] = {
    "payment_order.answer_opened": ("下载回盘文件 {file}", "The bank's answer {file} was downloaded"),
    "payment_order.answer_imported": (
        "导入银行回盘 {file}，{count} 笔",
        "The bank's answer {file} was imported, {count} lines",
    ),
    "payment_order.answer_settled": (
        "银行回盘 {file} 已逐笔登记，对不上的 {unmatched} 笔",
        "The bank's answer {file} is recorded; {unmatched} lines fit nothing",
    ),
}

NOTICES: dict[str, tuple[str, str, str, str]] = {
    "payment_order.answer_settled": (
        "银行回盘已登记",
        "An answer of the bank is recorded",
        "拨款单 {number} 的回盘 {file} 已逐笔登记，对不上的 {unmatched} 笔，请在“对不上的回盘”里核对。",
        "The answer {file} to the order {number} is recorded; {unmatched} lines fit nothing and are listed for you.",
    ),
}

WORDS: CodeWords = {
    "answer_format": {"table": _("Excel 或 CSV，带表头"), "cib": _("兴业银行竖线文本")},
    "attempt_answer": {"paid": _("已到账"), "failed": _("失败"), "returned": _("退汇"), "pending": _("银行处理中")},
    "line_verdict": {
        "waiting": _("等待登记"),
        "paid": _("已到账"),
        "failed": _("拨付失败"),
        "returned": _("退汇"),
        "pending": _("银行处理中"),
        "repeated": _("已经登记过"),
        "no_number": _("没有流水号"),
        "unknown_number": _("流水号不存在"),
        "other_order": _("别的拨款单的流水号"),
        "other_amount": _("金额不符"),
        "other_account": _("账号不符"),
        "no_amount": _("金额无效"),
        "no_outcome": _("处理状态不明"),
        "cut": _("这一行不完整"),
        "doubled": _("同一流水号两种结果"),
        "contradicts": _("与已登记的结果相反"),
        "recovered": _("退汇，已决定追回"),
    },
    "line_verdict_sentence": {
        "waiting": _("正在登记，请稍后刷新。"),
        "paid": _("银行已付款，该笔记为已到账。"),
        "failed": _("银行未能付款，该笔记为失败，更正后可重新拨付。"),
        "returned": _("银行已付后又退回，该笔改为失败，创新券回到已批准，更正账户后可重新拨付。"),
        "pending": _("银行还没有结果，该笔仍为已送银行，请等后续回盘。"),
        "repeated": _("该笔的结果已经登记，这一行不再改变什么。"),
        "no_number": _("这一行没有流水号，不知道是哪一笔，未登记。"),
        "unknown_number": _("系统里没有这个流水号，可能不是本系统的付款，未登记。"),
        "other_order": _("这个流水号属于另一张拨款单，请在那张拨款单导入，未登记。"),
        "other_amount": _("金额与送出的不一致，未登记，请向银行核实。"),
        "other_account": _("收款账号的后四位与送出的不一致，未登记，请向银行核实。"),
        "no_amount": _("金额不是正数或看不懂，未登记，请向银行核实。"),
        "no_outcome": _("处理状态不在已知的说法里，未登记，请向银行核实。"),
        "cut": _("这一行缺列或多列，文件可能被截断，未登记，请重新下载。"),
        "doubled": _("文件里同一流水号有不同的金额或结果，都未登记，请向银行核实。"),
        "contradicts": _("银行这次说的与已登记的结果相反，未改动，请向银行核实。"),
        "recovered": _("银行退回的这笔已决定追回，未改动，怎样处理由两人决定。"),
    },
}
