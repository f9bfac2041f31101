"""Form fields and choices for the pages of several apps."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.utils.translation import gettext_lazy as _

from core.values.ids import parse_id
from core.web.state_words import STATES

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise  # a name of the stubs alone

_GROUPED = re.compile(r"[0-9]{1,3}([,，][0-9]{3})+(\.[0-9]*)?", re.ASCII)

Label: TypeAlias = "_StrOrPromise"
"""A text that may be translated lazily."""


def state_choices(kind: str, *first: tuple[str, Label]) -> Callable[[], list[tuple[str, str]]]:
    """Return the choices of a filter by state: all, `first`, then each state of the machine with its word."""

    def offered() -> list[tuple[str, str]]:
        words = {state: word for state, (word, *_rest) in STATES[kind].items()}
        return [(code, str(word)) for code, word in [("", _("全部")), *first, *words.items()]]

    return offered


class IdField(forms.CharField):
    """An id in the one spelling of `parse_id`, or nothing."""

    default_error_messages = {"invalid": _("请填写编号，只用数字。")}

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, **options)

    def to_python(self, value: object) -> Any:  # the stubs call it a text
        text = super().to_python(value)
        if not text:
            return None
        if (found := parse_id(text)) is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class AmountField(forms.DecimalField):
    """An amount in yuan with at most two decimals, in the usual notations: 50000, 50,000.00, ¥50，000."""

    default_error_messages = {
        "invalid": _("请填写金额，例如 50000.00。"),
        "max_digits": _("金额过大。"),
        "max_whole_digits": _("金额过大。"),
        "max_decimal_places": _("金额最多两位小数。"),
    }

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"max_digits": 14, "decimal_places": 2, "widget": widget, **options})

    def to_python(self, value: object) -> Any:  # the stubs call it an int
        """Remove the yuan sign and the commas between thousands; a comma elsewhere is invalid."""
        text = str(value or "").strip().removeprefix("¥").removeprefix("￥").strip()
        return super().to_python(re.sub("[,，]", "", text) if _GROUPED.fullmatch(text) else text)
