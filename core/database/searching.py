"""Search conditions: a text is found as it was typed, as it shows, and as a name is compared; an object by its number."""

from collections.abc import Sequence

from django.db.models import Q

from core.values.characters import as_shown, normal_code
from core.values.object_numbers import Series, id_in_series
from core.values.party_names import match_name


def contains(text: str, *columns: str, names: Sequence[str] = (), codes: Sequence[str] = ()) -> Q:
    """Return the condition that one of the columns has the text in it.

    `names` are columns of compared names (`match_name`), `codes` those of codes in their normal form. A text that shows
    nothing is in no row.
    """
    wanted = Q(pk__in=[])
    for written in {text, as_shown(text)} if as_shown(text) else ():
        for column in columns:
            wanted |= Q(**{f"{column}__icontains": written})
    for kinds, written in ((names, match_name(text)), (codes, normal_code(text))):
        for column in kinds if written else ():
            wanted |= Q(**{f"{column}__contains": written})
    return wanted


def of_number(text: str, series: Series) -> Q:
    """Return the filter of the object with this number, of none for another text."""
    found = id_in_series(text, series)
    return Q(pk__in=[] if found is None else [found])
