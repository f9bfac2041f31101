"""Rows of people in a form: members of a team, founders of an enterprise. They are added one by one, without a script too."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from applicants.rules.persons import MOST_PERSONS
from core.web.fields import CodeField, TextField
from core.web.pages import FormData

PARTS = ("name", "id_number")


class PeopleRows(forms.Form):
    """A form with as many rows as were sent, one more after the button `add`; empty rows are ignored.

    `first_rows` is the number of rows in an empty form, `row_title` the word for a person.
    """

    first_rows: ClassVar[int] = 0
    row_prefix: ClassVar[str] = ""
    row_title: ClassVar[str | Promise] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given: Mapping[str, object] = self.data or self.initial
        self.row_count = self._count_rows(given)
        for place in range(self.row_count):
            self.fields.update({f"{self.row_prefix}{name}": field for name, field in self.row(place).items()})
        if "add" in given:
            self.fields[f"{self.row_prefix}name_{self.row_count - 1}"].widget.attrs["autofocus"] = True

    def row(self, place: int) -> dict[str, forms.Field]:
        """Return the fields of a row by their names without the prefix."""
        numbered = {"person": self.row_title, "place": place + 1}
        off = {"autocomplete": "off"}
        return {
            f"name_{place}": TextField(label=_("%(person)s %(place)s 姓名") % numbered, max_length=50, required=False),
            f"id_number_{place}": CodeField(
                label=_("%(person)s %(place)s 身份证号") % numbered,
                max_length=40,
                required=False,
                widget=forms.TextInput(attrs=off),
            ),
        }

    @property
    def can_add(self) -> bool:
        """Whether one more row may be added."""
        return self.row_count < MOST_PERSONS

    def people(self) -> Iterator[list[forms.BoundField]]:
        """Yield the fields of each row, for the template."""
        for place in range(self.row_count):
            yield [self[f"{self.row_prefix}{name}"] for name in self.row(place)]

    def clean(self) -> dict[str, object]:
        values = super().clean() or self.cleaned_data
        for place in range(self.row_count):
            pair = [values.get(f"{self.row_prefix}{part}_{place}", "") for part in PARTS]
            if any(pair) and not all(pair):
                self.add_error(f"{self.row_prefix}name_{place}", _("姓名和身份证号须同时填写。"))
        return values

    def _count_rows(self, given: Mapping[str, object]) -> int:
        sent = next(
            (place for place in range(MOST_PERSONS) if f"{self.row_prefix}name_{place}" not in given), MOST_PERSONS
        )
        return min(max(sent + ("add" in given), self.first_rows), MOST_PERSONS)


def filled_rows(data: FormData, *, prefix: str = "") -> list[FormData]:
    """Return the rows with a name, in order."""
    rows = [
        {part: data.get(f"{prefix}{part}_{place}", "") for part in (*PARTS, "student")} for place in range(MOST_PERSONS)
    ]
    return [row for row in rows if row["name"]]
