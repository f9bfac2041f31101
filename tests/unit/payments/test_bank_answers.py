"""What a line of the bank's answer says, and what becomes of it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from payments.rules.bank_answers import (
    ANSWER_FORMATS,
    FIRST_ANSWER_FORMAT,
    OUTCOMES,
    UNMATCHED,
    VERDICTS,
    AnswerOutcome,
    AttemptFacts,
    LineVerdict,
    judge,
    parse_attempt_number,
    read_answer,
)

TABLE, CIB = ANSWER_FORMATS["table"], ANSWER_FORMATS["cib"]
HEADER = ["流水号", "收款账号", "收款户名", "金额", "处理状态", "失败原因"]
NUMBER = "ZF2026-0000004-1"
FACTS = AttemptFacts(order_id=1, amount=Decimal("1000.00"), last_four="0123", answered=None)


def table(*lines, header=HEADER, answer_format=TABLE):
    rows = [header, *lines] if header else list(lines)
    return read_answer(
        [(number, list(cells)) for number, cells in enumerate(rows, start=1)], answer_format=answer_format
    )


def line(number=NUMBER, amount="1000.00", said="成功", reason=""):
    return [number, "0200000109014400123", "示例研究院", amount, said, reason]


def verdicts(*lines):
    return [each.verdict for each in table(*lines)]


def judged(facts=FACTS, order_id=1, **changes):
    (read,) = table(line(**changes))
    return judge(read, facts=facts, order_id=order_id)


def test_a_line_below_its_headings():
    (read,) = table(line(said="失败", reason="账号户名不符"))
    assert (read.row, read.number, read.amount) == (2, NUMBER, Decimal(1000))
    assert (read.outcome, read.said, read.reason) == ("failed", "失败", "账号户名不符")
    assert (read.holder, read.last_four, read.verdict) == ("示例研究院", "0123", "waiting")


def test_a_title_above_the_headings_and_empty_rows_are_no_lines():
    rows = [(1, ["回单"]), (2, []), (3, HEADER), (4, [None, ""]), (5, line())]
    assert [each.row for each in read_answer(rows, answer_format=TABLE)] == [5]


def test_headings_of_another_order_and_other_words():
    (read,) = table(["S", 1000.0, "zf2026-0000004-1"], header=["处理状态", "付款金额", "客户流水号"])
    assert (read.number, read.amount, read.outcome) == (NUMBER, Decimal(1000), "paid")


@pytest.mark.parametrize(
    ("place", "headings"),
    [
        (0, "客户流水号 业务参考号 企业参考号"),
        (1, "收款人账号 钱包编号 账号"),
        (2, "收款人名称 收款人 户名"),
        (3, "付款金额 交易金额"),
        (4, "交易状态 状态 处理结果"),
        (5, "处理结果信息 原因 状态说明"),
    ],
)
def test_a_column_has_one_of_several_headings(place, headings):
    cells = line(said="失败", reason="账号户名不符")
    others = [[*HEADER[:place], heading, *HEADER[place + 1 :]] for heading in headings.split()]
    assert [table(cells, header=header) for header in others] == [table(cells)] * len(others)


@pytest.mark.parametrize("header", [["流水号", "金额"], ["金额", "处理状态"], ["流水号", "处理状态"]])
def test_a_sheet_without_a_needed_heading_is_no_answer(header):
    assert table(["a", "b"], header=header) is None


def test_the_text_of_cib_has_twelve_cells_and_no_headings():
    cells = f"1|0200000109014400123|1000.00|示例研究院||示例银行|N|兑现|{NUMBER}|999100000011|PAYOUT|".split("|")
    (read,) = table(cells, header=None, answer_format=CIB)
    assert (read.number, read.amount, read.outcome, read.verdict) == (NUMBER, Decimal(1000), "paid", "waiting")
    assert (read.holder, read.last_four, read.reason) == ("示例研究院", "0123", "")


def test_the_cells_of_cib_and_those_that_are_read():
    assert CIB.header == (
        *("序号", "收款账号", "金额", "收款人", "汇入地址", "开户行"),
        *("兴业", "用途", "备注", "收款行号", "处理状态", "处理结果信息"),
    )
    (read,) = table([str(each) for each in range(1, 13)], header=None, answer_format=CIB)
    assert (read.last_four, read.amount, read.holder, read.number) == ("2", Decimal(3), "4", "9")
    assert (read.said, read.reason) == ("11", "12")


@pytest.mark.parametrize("cells", [[], ["x"], ["x"] * 11, ["x"] * 13])
def test_a_line_of_cib_with_more_or_fewer_cells_is_cut(cells):
    assert [each.verdict for each in table(cells, header=None, answer_format=CIB)] == ["cut"] * bool(cells)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"number": ""}, "no_number"),
        ({"number": "P20260001"}, "unknown_number"),
        ({"number": "BK2026-0000004-1"}, "unknown_number"),
        ({"amount": ""}, "no_amount"),
        ({"amount": "-1000.00"}, "no_amount"),
        ({"amount": "1000.001"}, "no_amount"),
        ({"amount": "壹仟"}, "no_amount"),
        ({"amount": "1000000000000"}, "no_amount"),
        ({"amount": "0.00"}, "no_amount"),
        ({"amount": f"999.{'9' * 26}"}, "no_amount"),
        ({"amount": float("nan")}, "no_amount"),
        ({"amount": -1.0}, "no_amount"),
        ({"said": ""}, "no_outcome"),
        ({"said": "PART_PAYOUT"}, "no_outcome"),
    ],
)
def test_what_is_wrong_with_a_line_by_itself(changes, verdict):
    assert verdicts(line(**changes)) == [verdict]


@pytest.mark.parametrize("amount", ["1,000.00", "￥1000", "１０００．００", 1000.0, "1000", "1000.000"])
def test_forms_of_an_amount(amount):
    assert judged(amount=amount) == LineVerdict.PAID


def test_the_greatest_and_the_least_amount():
    amounts = [each.amount for each in table(line(amount="999999999999.99"), line(amount=1000.5), line(amount=0.01))]
    assert amounts == [Decimal("999999999999.99"), Decimal("1000.50"), Decimal("0.01")]


def test_a_line_that_ends_before_its_outcome_is_cut():
    assert verdicts(line()[:4], line()[:5]) == ["cut", "waiting"]


def test_of_a_cut_line_the_cells_that_it_has_are_kept():
    (read,) = table(line()[:3])
    assert (read.number, read.holder, read.last_four) == (NUMBER, "示例研究院", "0123")
    assert (read.amount, read.outcome, read.said, read.reason) == (None, None, "", "")


def test_a_file_need_not_have_a_reason_a_holder_and_an_account():
    (read,) = table([NUMBER, "1000.00", "成功"], header=["流水号", "金额", "处理状态"])
    assert (read.reason, read.holder, read.last_four) == ("", "", "")


def test_an_account_that_a_sheet_keeps_as_a_number_has_no_decimal_point():
    (read,) = table([NUMBER, 6222000123.0, "示例研究院", "1000.00", "成功", ""])
    assert read.last_four == "0123"


def test_a_word_of_the_bank_is_read_in_full_width_and_in_small_letters():
    assert [judged(said=each) for each in ("ＰＡＹＯＵＴ", " payout ")] == ["paid", "paid"]


def test_long_texts_are_cut_to_what_a_column_holds():
    cells = ["Z" * 61, "0200000109014400123", "户" * 201, "1000.00", "成" * 101, "因" * 501]
    (read,) = table(cells)
    assert (read.number, read.holder, read.said, read.reason) == ("Z" * 60, "户" * 200, "成" * 100, "因" * 500)


def test_a_number_with_two_outcomes_or_amounts_settles_nothing():
    assert verdicts(line(), line(said="失败")) == ["doubled", "doubled"]
    assert verdicts(line(), line(amount="1.00"), line(number="ZF2026-0000005-1")) == ["doubled", "doubled", "waiting"]


def test_the_same_line_twice_can_be_judged_twice():
    assert verdicts(line(), line()) == ["waiting", "waiting"]


@pytest.mark.parametrize(
    ("said", "outcome"), [("成功", "paid"), ("FAIL", "failed"), ("退汇", "failed"), ("PENDING", "pending")]
)
def test_a_line_settles_its_attempt(said, outcome):
    assert judged(said=said) == outcome


def test_a_line_that_fits_nothing():
    assert judged(facts=None) == LineVerdict.UNKNOWN_NUMBER
    assert judged(order_id=2) == LineVerdict.OTHER_ORDER
    assert judged(amount="999.99") == LineVerdict.OTHER_AMOUNT
    assert judged(facts=replace(FACTS, last_four="9999")) == LineVerdict.OTHER_ACCOUNT
    assert judged(said="PART_PAYOUT") == LineVerdict.NO_OUTCOME


@pytest.mark.parametrize(
    ("answered", "said", "verdict"),
    [
        (AnswerOutcome.PAID, "成功", "repeated"),
        (AnswerOutcome.PAID, "处理中", "repeated"),
        (AnswerOutcome.PAID, "失败", "contradicts"),
        (AnswerOutcome.PAID, "退汇", "returned"),
        (AnswerOutcome.PAID, "B", "returned"),
        (AnswerOutcome.FAILED, "失败", "repeated"),
        (AnswerOutcome.FAILED, "成功", "contradicts"),
        (AnswerOutcome.FAILED, "退汇", "repeated"),
        (AnswerOutcome.RETURNED, "退汇", "repeated"),
        (AnswerOutcome.RETURNED, "失败", "repeated"),
        (AnswerOutcome.RETURNED, "处理中", "repeated"),
        (AnswerOutcome.RETURNED, "成功", "contradicts"),
    ],
)
def test_an_attempt_is_answered_once(answered, said, verdict):
    facts = replace(FACTS, answered=answered)
    assert judged(facts=facts, said=said) == verdict


def test_a_return_of_what_was_recovered_is_decided_by_two_persons():
    facts = replace(FACTS, answered=AnswerOutcome.PAID, recovered=True)
    assert (judged(facts=facts, said="退汇"), judged(facts=facts)) == ("recovered", "repeated")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("paid", "PAYOUT S 成功 支付成功 交易成功 已付款 已到账"),
        ("failed", "FAIL EXPIRED F R D C M V 失败 支付失败 交易失败 已撤销"),
        ("returned", "B T 退票 已退票 退汇 已退汇 退款 汇出退回"),
        ("pending", "SUBMIT_SUCC PENDING U 处理中 已提交 结果未知 审核中"),
    ],
)
def test_the_words_of_banks_for_each_outcome(outcome, words):
    assert [word for word, said in OUTCOMES.items() if said == outcome] == words.split()


def test_money_of_an_attempt_was_not_recovered_unless_stated():
    assert FACTS.recovered is False


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("ZF2026-0000004-2", (4, 2)),
        ("ZF2026-0000004-0", None),
        ("ZF2026-0000004", None),
        ("ZF2026-0000004-", None),
        ("BK2026-0000004-1", None),
        ("", None),
    ],
)
def test_the_number_of_an_attempt(text, parsed):
    assert parse_attempt_number(text) == parsed


def test_a_workbook_is_read_as_a_table_and_the_text_of_cib_with_its_pipes():
    assert (FIRST_ANSWER_FORMAT, TABLE.reader, CIB.reader) == ("table", "table", "pipes")


def test_the_stored_outcomes_and_verdicts():
    assert list(AnswerOutcome) == ["paid", "failed", "returned", "pending"]
    fitting = ("waiting", "paid", "failed", "returned", "pending", "repeated")
    faults = ("no_number", "unknown_number", "other_order", "other_amount", "other_account", "no_amount", "no_outcome")
    assert (*faults, "cut", "doubled", "contradicts", "recovered") == UNMATCHED
    assert (*fitting, *UNMATCHED) == VERDICTS
