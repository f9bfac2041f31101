"""The numbers of objects, by the kind of subject that events and cases name and its id."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.apps import apps

from core.messages.catalogue import Collected
from core.messages.tables import Numbered
from core.values.object_numbers import Series, object_number

NUMBERS: Mapping[Series, Numbered] = Collected("NUMBERS")


def map_numbers(subjects: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Return (kind, id) → number such as DX2026-0000004, without kinds that have no series. One query a kind.

    A number names the year in which the object was made and nothing else, so the reader need not see the object.
    """
    ids: dict[str, set[int]] = defaultdict(set)
    for kind, pk in subjects:
        ids[kind].add(pk)
    return {
        (numbered.kind, pk): object_number(series, at=at, pk=pk)
        for series, numbered in NUMBERS.items()
        if numbered.kind in ids
        for pk, at in apps.get_model(numbered.model)
        ._base_manager.filter(pk__in=ids[numbered.kind])
        .values_list("pk", numbered.made_at)
    }


def number_or_id(kind: str, pk: int) -> str:
    """Return the number of an object; its id for a kind without a series or where no such object exists."""
    return map_numbers([(kind, pk)]).get((kind, pk), str(pk))


def series_of(kind: str) -> Series | None:
    """Return the series of a kind of subject; None for a kind without one."""
    return next((series for series, numbered in NUMBERS.items() if numbered.kind == kind), None)
