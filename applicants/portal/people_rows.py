"""Rows of people in a form: members of a team, founders of an enterprise. They are added one by one, without a script too."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Protocol

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from applicants.rules.persons import MOST_PERSONS
from core.values.ids import parse_id
from core.web.fields import CodeField, IdField, TextField
from core.web.pages import FormData

PARTS = ("name", "id_number", "kept")


class PeopleRows(forms.Form):
    """A form with as many rows as were sent, one more after the button `add`; empty rows are ignored.

    A row may name a recorded person (`kept`), whose ID number stays as it is where none is entered.

    `first_rows` is the number of rows in an empty form, `row_title` the word for a person.
    """

    first_rows: ClassVar[int] = 0
    row_prefix: ClassVar[str] = ""
    row_title: ClassVar[str | Promise] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._given: Mapping[str, object] = self.data or self.initial
        self.row_count = self._count_rows(self._given)
        for place in range(self.row_count):
            self.fields.update({f"{self.row_prefix}{name}": field for name, field in self.row(place).items()})
        if "add" in self._given:
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
            f"kept_{place}": IdField(required=False, widget=forms.HiddenInput),
        }

    def show_kept(self, masked: Mapping[int, str]) -> None:
        """Say beside the rows of recorded persons that their numbers are kept. `masked`: person → masked ID number."""
        for place in range(self.row_count):
            kept = parse_id(str(self._given.get(f"{self.row_prefix}kept_{place}", "")))
            if kept is not None and kept in masked:
                said = _("已保存 %(number)s，留空则不变。") % {"number": masked[kept]}
                self.fields[f"{self.row_prefix}id_number_{place}"].help_text = said

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
            name, number, kept = (values.get(f"{self.row_prefix}{part}_{place}") for part in PARTS)
            if (number and not name) or (name and not number and not kept):
                self.add_error(f"{self.row_prefix}name_{place}", _("姓名和身份证号须同时填写。"))
        return values

    def _count_rows(self, given: Mapping[str, object]) -> int:
        sent = next(
            (place for place in range(MOST_PERSONS) if f"{self.row_prefix}name_{place}" not in given), MOST_PERSONS
        )
        return min(max(sent + ("add" in given), self.first_rows), MOST_PERSONS)


class Recorded(Protocol):
    """A recorded person of a registration."""

    pk: int
    name: str


def kept_rows(people: Iterable[Recorded], *, prefix: str = "") -> dict[str, object]:
    """Return the initial values of the rows of recorded people, without their ID numbers."""
    return {
        f"{prefix}{part}_{place}": value
        for place, each in enumerate(people)
        for part, value in (("name", each.name), ("kept", each.pk))
    }


def filled_rows(data: FormData, *, prefix: str = "") -> list[FormData]:
    """Return the rows with a name, in order."""
    rows = [
        {part: data.get(f"{prefix}{part}_{place}", "") for part in (*PARTS, "student")} for place in range(MOST_PERSONS)
    ]
    return [row for row in rows if row["name"]]
