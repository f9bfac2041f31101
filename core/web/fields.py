"""Form fields and choices for the pages of several apps."""

import contextlib
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from core.messages.object_numbers import number_or_id
from core.values.characters import as_shown, normal_code, says_something
from core.values.days import parse_written_day, parse_written_moment
from core.values.deadlines import BEIJING
from core.values.ids import parse_id
from core.values.money import parse_written_yuan
from core.values.numbers import parse_count, parse_decimal
from core.values.object_numbers import ObjectNumber, parse_object_number
from core.web.state_words import STATES

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise  # a name of the stubs alone

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
"""The range of days in forms, so that deadlines counted from them can be computed."""

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


class IdsField(forms.TypedMultipleChoiceField):
    """Several ids, each in the one spelling of `parse_id`. Any is accepted: the service says which ones it refuses."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, **options)

    def valid_value(self, value: object) -> bool:
        return parse_id(str(value)) is not None


class ObjectField(forms.CharField):
    """A number such as DX2026-0000004, or an id in the one spelling of `parse_id`; nothing where it is empty."""

    default_error_messages = {"invalid": _("请填写编号，例如 DX2026-0000004。")}

    def to_python(self, value: object) -> Any:  # the stubs call it a text
        text = super().to_python(value)
        if not text:
            return None
        if (found := parse_object_number(text) or parse_id(text)) is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


def object_id(found: ObjectNumber | int, *, kind: str) -> int:
    """Return the id of an object of this kind. Raises `ValidationError` for a number that no object of the kind has."""
    if isinstance(found, int):
        return found
    if number_or_id(kind, found.pk) != str(found):
        raise forms.ValidationError(_("没有这个编号。"), code="invalid")
    return found.pk


class TextField(forms.CharField):
    """A text. One without a letter or a digit, such as invisible characters or 。。, is as good as empty."""

    def to_python(self, value: object) -> Any:
        text = super().to_python(value)
        return text if says_something(text or "") else self.empty_value


class SearchField(forms.CharField):
    """A text to search for, kept as typed. The search also matches its variants, such as full-width letters
    (core/database/searching.py)."""

    def __init__(self, *, label: Label, **options: Any) -> None:
        super().__init__(label=label, **{"required": False, "max_length": 100, **options})

    def to_python(self, value: object) -> Any:
        text = super().to_python(value)
        return text if as_shown(text or "") else self.empty_value


class CodeField(forms.CharField):
    """A code or number, in its normal form: half-width, capitals, no blanks or invisible characters."""

    def to_python(self, value: object) -> Any:
        return normal_code(super().to_python(value) or "")


class LabelField(forms.CharField):
    """A number that may have blanks within, such as that of a contract: half-width, without invisible characters."""

    def to_python(self, value: object) -> Any:
        return as_shown(super().to_python(value) or "")


class CountField(forms.IntegerField):
    """A whole number: 500 or ５００; never 1_000 or 1e3."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(**{"widget": widget, **options})

    def to_python(self, value: object) -> Any:
        if value in self.empty_values or isinstance(value, int):
            return super().to_python(value)
        try:
            return parse_count(str(value))
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class NumberField(forms.DecimalField):
    """A number with decimals: 7.5, ７．５; never 1_000 or 1e3."""

    def to_python(self, value: object) -> Any:
        if value in self.empty_values or isinstance(value, Decimal | int):
            return super().to_python(value)
        try:
            return self.parse(str(value))
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def parse(self, text: str) -> Decimal:
        """Return the number in a text; ValueError."""
        return parse_decimal(text)


WHOLE_DIGITS = 12
"""The most digits of an amount before the point."""


class AmountField(NumberField):
    """An amount in yuan with at most two decimals, in the usual notations: 50000, 50,000.00, ¥50，000, ５００００."""

    default_error_messages = {
        "invalid": _("请填写金额，例如 50000.00。"),
        "max_digits": _("金额过大。"),
        "max_whole_digits": _("金额过大。"),
        "max_decimal_places": _("金额最多两位小数。"),
    }

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"max_digits": 14, "decimal_places": 2, "widget": widget, **options})

    def parse(self, text: str) -> Decimal:
        shown = as_shown(text)
        if shown.isdecimal() and len(shown) > WHOLE_DIGITS:
            raise forms.ValidationError(self.error_messages["max_digits"], code="max_digits")
        return parse_written_yuan(text)


class DayField(forms.DateField):
    """A Beijing day, the year first: 2026-03-02, 2026/3/2, 2026年3月2日, 20260302."""

    def __init__(self, *, first: date = FIRST, last: date = LAST, **options: Any) -> None:
        self.first, self.last = first, last
        span = {"min": first.isoformat(), "max": last.isoformat()}
        widget = forms.DateInput(attrs={"type": "date", **span}, format="%Y-%m-%d")
        super().__init__(**{"widget": widget, **options})
        self.validators += [MinValueValidator(first), MaxValueValidator(last)]

    def to_python(self, value: object) -> Any:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)  # type: ignore[arg-type]
        try:
            return parse_written_day(str(value))
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class MomentField(forms.DateTimeField):
    """A moment in Beijing time, independent of the server's time zone. A bare day is asked for its time."""

    default_error_messages = {
        "invalid": _("请填写日期和时间，例如 2026-03-02 09:00。"),
        "bare_day": _("请同时填写时间，例如 2026-03-02 09:00。"),
    }

    def __init__(self, **options: Any) -> None:
        span = {"min": f"{FIRST}T00:00", "max": f"{LAST}T23:59"}
        widget = forms.DateTimeInput(attrs={"type": "datetime-local", **span}, format="%Y-%m-%dT%H:%M")
        super().__init__(**{"widget": widget, **options})

    def to_python(self, value: object) -> Any:
        if value in self.empty_values:
            return None
        moment = value if isinstance(value, datetime) else self._read(str(value))
        if not FIRST <= moment.date() <= LAST:
            raise forms.ValidationError(_("日期超出范围。"))
        return moment

    def prepare_value(self, value: object) -> object:
        return value.astimezone(BEIJING).replace(tzinfo=None) if isinstance(value, datetime) else value

    def _read(self, text: str) -> datetime:
        with contextlib.suppress(ValueError):
            return parse_written_moment(text)
        code = "invalid"
        with contextlib.suppress(ValueError):
            parse_written_day(text)
            code = "bare_day"
        raise forms.ValidationError(self.error_messages[code], code=code)
