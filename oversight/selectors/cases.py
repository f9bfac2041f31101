"""The parties that objections and sanctions concern (settings.CASE_PARTIES)."""

from collections import defaultdict
from collections.abc import Collection

from accounts.selectors.conflicts import map_case_parties
from oversight.models import Objection, Sanction, SanctionSubject


def map_objection_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return objection → the parties of the item that it is about. One query, and one for each kind of subject."""
    rows = Objection.objects.filter(pk__in=case_ids).values_list("pk", "item__subject_kind", "item__subject_id")
    by_kind: dict[str, dict[int, int]] = defaultdict(dict)
    for objection_id, kind, subject_id in rows:
        by_kind[kind][objection_id] = subject_id
    found: dict[int, frozenset[int]] = {}
    for kind, subjects in by_kind.items():
        parties = map_case_parties(kind=kind, case_ids=set(subjects.values()))
        found |= {objection_id: parties[subject_id] for objection_id, subject_id in subjects.items()}
    return found


def map_sanction_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return sanction → the party it is proposed against and the parties of its subjects. A query for each kind of subject."""
    rows = Sanction.objects.filter(pk__in=case_ids).values_list("pk", "party_id")
    found = {sanction_id: frozenset({party_id}) for sanction_id, party_id in rows}
    subjects = SanctionSubject.objects.filter(sanction_id__in=case_ids)
    by_kind: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for sanction_id, kind, subject_id in subjects.values_list("sanction_id", "subject_kind", "subject_id"):
        by_kind[kind].append((sanction_id, subject_id))
    for kind, pairs in by_kind.items():
        parties = map_case_parties(kind=kind, case_ids={subject_id for _, subject_id in pairs})
        for sanction_id, subject_id in pairs:
            found[sanction_id] |= parties[subject_id]
    return found
