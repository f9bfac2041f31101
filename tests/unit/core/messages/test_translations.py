"""English is complete: every Chinese sentence of a page or of code has its translation."""

import sys
from pathlib import Path

from django.utils.translation import gettext, ngettext, override

sys.path.insert(0, str(Path(__file__).resolve().parents[4] / "scripts"))

import messages


def test_every_sentence_has_english_and_the_catalogue_is_fresh() -> None:
    assert messages.problems() == []


def test_the_compiled_catalogue_is_read_by_django() -> None:
    with override("en"):
        assert gettext("我的创新券") == "My coupons"
        assert [ngettext("还剩 %(n)d 天", "还剩 %(n)d 天", n) % {"n": n} for n in (1, 3)] == [
            "1 day left",
            "3 days left",
        ]


def test_chinese_needs_no_catalogue() -> None:
    with override("zh-hans"):
        assert gettext("我的创新券") == "我的创新券"
