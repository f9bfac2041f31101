"""Texts of answers of the bank entered by hand: refusals, advice, events, notifications, words and menu entries."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import Entry, KindNames, Menu, StateWords, SubjectWords

MESSAGES: dict[str, tuple[str, str]] = {
    "answer_outcome": (
        "款项目前是“{state}”，不能登记这一银行结果。",
        "The payment is {state}: this outcome cannot be entered.",
    ),
    "bank_day": (
        "银行办理日期应在送银行之日 {from} 至今日 {until} 之间。",
        "The bank's day is between {from}, when the order was sent, and today, {until}.",
    ),
    "manual_answer_open": (
        "流水 {number} 已有一条登记等待复核。",
        "An answer about {number} waits for a second person already.",
    ),
    "attempt_answered": (
        "登记之后银行回盘已改变了这笔款项，现为“{state}”，不能再复核通过。",
        "The payment has changed since the answer was entered; it is {state} now.",
    ),
    "attempt_unknown": ("没有这个流水号：{number}。", "There is no attempt with the number {number}."),
    "line_not_matchable": (
        "这一行已对上，或没有可用的金额和结果，不能匹配。",
        "This line fits an attempt, or it has no amount and outcome to be matched by.",
    ),
    "line_matched": (
        "这一行已经匹配，或等待复核。",
        "This line is matched already, or its match waits for a second person.",
    ),
    "match_amount": (
        "回盘金额 {line} 元与流水金额 {attempt} 元不一致，不能匹配。",
        "The line says {line} yuan and the attempt {attempt}: they are not matched.",
    ),
    "match_state": (
        "款项目前是“{state}”，与这一行的银行结果不符。",
        "The payment is {state}, which the outcome of the line does not fit.",
    ),
    "bank_paper_missing": ("没有银行回单，不能复核通过。", "Without the bank's paper the answer is not confirmed."),
    "bank_evidence_missing": (
        "没有银行的回盘或经两人登记的结果，不能改变款项。",
        "A payment changes only by the bank's answer or by two persons who enter it.",
    ),
}

CONSTRAINTS: dict[str, tuple[str, str]] = {
    "manual_answer_by_two_persons": ("same_person", ""),
    "manual_answer_once_a_line": ("line_matched", ""),
    "manual_answer_of_one_amount": ("line_not_matchable", ""),
    "manual_answer_has_evidence": ("bank_paper_missing", ""),
    "payment_answered_by_the_bank": ("bank_evidence_missing", ""),
}

STATES_IN_PARAMS: KindNames = {"answer_outcome": "payment", "attempt_answered": "payment", "match_state": "payment"}

ADVICE: dict[str, tuple[str, str]] = {
    "answer_outcome": (
        "已送银行的可登记到账或失败，已到账的可登记退汇。",
        "Of a payment that is sent enter paid or failed, of a paid one that it was returned.",
    ),
    "bank_day": ("请照银行回单填写办理日期。", "Enter the day that the bank's paper shows."),
    "manual_answer_open": (
        "请由另一名财务人员先复核或不予通过。",
        "Another person of finance confirms or refuses that one first.",
    ),
    "attempt_answered": ("请不予通过这条登记，并核对款项。", "Refuse this answer and check the payment."),
    "attempt_unknown": ("请从列出的流水中选择。", "Choose one of the attempts that the page lists."),
    "line_not_matchable": ("请向银行核实，或按回单人工登记。", "Ask the bank, or enter the answer from its paper."),
    "line_matched": ("请在人工登记里查看。", "See the answers entered by hand."),
    "match_amount": ("请选择金额相同的流水。", "Choose an attempt of the same amount."),
    "match_state": ("请核对流水号，或向银行核实。", "Check the number, or ask the bank."),
    "bank_paper_missing": ("请不予通过，附银行回单重新登记。", "Refuse it and enter it again with the bank's paper."),
    "bank_evidence_missing": (
        "请导入回盘，或附银行回单人工登记。",
        "Import the bank's answer, or enter it by hand with its paper.",
    ),
}

EVENTS: dict[str, tuple[str, str]] = {
    "manual_answer.entered": (
        "人工登记 {number} 的银行结果：{bank_outcome}（{said_on}）",
        "Entered by hand of {number}: {bank_outcome} ({said_on})",
    ),
    "manual_answer.confirmed": ("复核通过 {number} 的人工登记", "The answer about {number} was confirmed"),
    "manual_answer.refused": (
        "{number} 的人工登记未予通过：{reason}",
        "The answer about {number} was refused: {reason}",
    ),
}

NOTICES: dict[str, tuple[str, str, str, str]] = {
    "manual_answer.entered": (
        "人工登记待复核",
        "An answer entered by hand waits",
        "流水 {number} 的银行结果已由 {who} 人工登记，请由另一名财务人员核对银行回单后复核。",
        "{who} has entered what the bank did with {number}. Another person of finance checks the evidence and confirms it.",
    ),
    "manual_answer.refused": (
        "人工登记未予通过",
        "An answer entered by hand was refused",
        "流水 {number} 的人工登记未予通过：{reason}。款项状态不变，可以重新登记。",
        "The answer about {number} was refused: {reason}. The payment is unchanged; it may be entered again.",
    ),
}

STATES: StateWords = {
    "manual_answer": {
        "entered": (_("待复核"), "act"),
        "confirmed": (_("已复核"), "good"),
        "refused": (_("未通过"), "over"),
    },
}

CODE_PARAMS: KindNames = {"bank_outcome": "attempt_answer"}
SUBJECTS: SubjectWords = {"manual_answer": (172, _("人工登记"))}

MENU: Menu = {
    ("staff", "manual_answer_list"): Entry(_("人工登记"), "clipboard-check", 27, "money"),
    ("auditor", "manual_answer_list"): Entry(_("人工登记"), "clipboard-check", 27, "money"),
}
