import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.party_names import match_name


@pytest.mark.parametrize(
    "written",
    [
        "甲（北京）示例有限公司",
        " 甲(北京) 示例有限公司 ",
        "甲\u3000（北京）\u00a0示例\u200b有限公司",
        "甲【北京】示例有限公司。",
        "甲（北京）示例有限公\n司",
    ],
)
def test_ways_of_writing_one_name(written: str) -> None:
    assert match_name(written) == "甲(北京)示例有限公司"


@pytest.mark.parametrize("brackets", ["()", "（）", "〔〕", "【】", "［］", "[]", "{}", "｛｝", "〈〉"])
def test_brackets_of_any_shape_are_round(brackets: str) -> None:
    assert match_name(f"甲{brackets[0]}北京{brackets[1]}示例") == "甲(北京)示例"


@pytest.mark.parametrize("dot", list("\u00b7\u2022\u2027\u30fb\uff65\uff0e.\u2219\u22c5\u0387"))
def test_the_dots_between_the_parts_of_a_name_are_one(dot: str) -> None:
    assert match_name(f"阿里木{dot}示例") == "阿里木\u00b7示例" != match_name("阿里木示例")


@pytest.mark.parametrize("mark", list("。.,，、;；:：·-—_*\"'“”‘’"))
def test_punctuation_at_the_ends_does_not_count_but_within(mark: str) -> None:
    assert match_name(f"{mark}甲示例{mark}{mark}") == "甲示例"
    assert match_name(f"甲{mark}示例") != "甲示例"


@pytest.mark.parametrize(
    "unseen",
    ["\x00", "\x7f", "\t", "\r\n", "\x85", "\u00ad", "\u2028", "\u2029", "\u2060", "\u3164", "\u2800", "\ufe0f"],
)
def test_what_nobody_sees_does_not_count(unseen: str) -> None:
    assert match_name(f"甲{unseen}示例{unseen}") == "甲示例"


def test_letters_are_capitals_and_composed() -> None:
    assert match_name("ａbc示例x") == "ABC示例X"
    assert match_name("x示例") == "X示例"
    assert match_name("X示例X") == "X示例X"
    assert match_name("cafe\u200b\u0301") == "CAFÉ"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲示例有限公司", "甲示例有限公司北京分公司"),
        ("甲示例有限公司", "甲示例有限责任公司"),
        ("北京甲示例", "甲示例"),
    ],
)
def test_firms_stay_apart(one: str, other: str) -> None:
    assert match_name(one) != match_name(other)


@given(st.text())
def test_once_is_enough(text: str) -> None:
    assert match_name(match_name(text)) == match_name(text)


@given(st.text(), st.sampled_from([" ", "\u3000", "\u200b", "\ufeff", "\u00a0"]), st.integers(0, 20))
def test_blanks_change_nothing(text: str, blank: str, place: int) -> None:
    assert match_name(text[:place] + blank + text[place:]) == match_name(text)
