"""Fields of forms that several apps have."""

from django import forms
from django.utils.translation import override

from core.web.fields import state_choices


class Filter(forms.Form):
    state = forms.ChoiceField(choices=state_choices("policy", ("live", "有效")), required=False)


def test_a_filter_by_state_offers_all_then_its_own_then_every_state_in_its_word():
    with override("zh-hans"):
        offered = list(Filter().fields["state"].choices)

    assert offered[:2] == [("", "全部"), ("live", "有效")]
    assert [code for code, _word in offered[2:]] == ["draft", "approved", "in_force", "superseded"]


def test_the_words_are_those_of_the_language_at_the_time():
    with override("en"):
        assert next(iter(Filter().fields["state"].choices)) == ("", "All")
