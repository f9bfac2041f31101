import pytest

from core.values.errors import Refusal
from redemptions.rules.corrections import content_hash, correction_refusals, open_points

REASON = "付款凭证不清晰\n\n 缺少检测报告 "


def _codes(**changes: str) -> list[str]:
    facts = {"returned": "a", "now": "a", "answer": "", "reason": REASON, **changes}
    return [refusal.code for refusal in correction_refusals(**facts)]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, ["nothing_corrected"]),
        ({"answer": "  \n"}, ["nothing_corrected"]),
        ({"answer": "凭证已由银行重新盖章，见附件 2"}, []),
        ({"now": "b"}, []),
        ({"returned": ""}, []),
    ],
)
def test_a_correction_changes_something_or_answers_in_writing(changes, codes):
    assert _codes(**changes) == codes


def test_the_refusal_names_the_open_points():
    said = {"points": "付款凭证不清晰；缺少检测报告", "article": "第十五条"}
    assert correction_refusals(returned="a", now="a", answer="", reason=REASON) == (
        Refusal(code="nothing_corrected", params=said, field="answer"),
    )


def test_every_line_of_a_reason_is_a_point():
    assert open_points(REASON) == ("付款凭证不清晰", "缺少检测报告")


def test_the_hash_is_of_the_content_and_not_of_its_order():
    assert content_hash({"a": "1", "b": "2"}) == content_hash({"b": "2", "a": "1"})
    assert content_hash({"a": "1", "b": "2"}) != content_hash({"a": "2", "b": "1"})


def test_a_kept_hash_is_of_the_utf_8_text():
    """Another hash of the same content would take every return that waits now for corrected."""
    kept = "a65a1689567b82e519db5d36b54d9eb181b5ba2cf607da49c636b8c7c9055484"
    assert content_hash({"reason": "凭证", "amount": "1.00"}) == kept
