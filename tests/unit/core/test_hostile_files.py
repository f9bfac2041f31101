"""At least 150 hostile files: each is refused with a code, within two seconds of processor and 200 MB; honest ones are not.

`accept` and what it calls touch no table and no disk; tests/functional/test_hostile_uploads.py sends them over the API.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile import containers, kinds, pdfs, pictures, texts
from tests.hostile.cases import Brought, honest

pytestmark = pytest.mark.timeout(900)  # one fixture does all the work
SECONDS, MEGABYTES = 2.0, 200
HOSTILE = [
    *kinds.wrong_kinds(),
    *kinds.pieces(),
    *pictures.pictures(),
    *texts.tables(),
    *texts.documents(),
    *texts.names(),
    *containers.harmful_parts(),
    *containers.bombs(),
    *pdfs.active(),
    *pdfs.locked(),
    *pdfs.broken(),
    *pdfs.mixed(),
]
TAKEN = [*honest(), *pictures.cleaned(), *pdfs.opened()]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> dict[str, tuple[str, float, float, bytes]]:
    """Label → code, seconds, megabytes and bytes that are shown or stored, all measured in one separate process."""
    folder = tmp_path_factory.mktemp("brought")
    rows = [_row(folder / str(number), each) for number, each in enumerate([*HOSTILE, *TAKEN])]
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.measure"],
        input=json.dumps(rows),
        capture_output=True,
        text=True,
        check=True,
    )
    found = [
        (code, seconds, megabytes, bytes.fromhex(kept)) for code, seconds, megabytes, kept in json.loads(done.stdout)
    ]
    return dict(zip([each.label for each in (*HOSTILE, *TAKEN)], found, strict=True))


def _row(place: Path, each: Brought) -> list[str]:
    place.write_bytes(each.data)
    return [str(place), each.name, each.kind, each.door]


def test_there_are_enough_of_them_and_none_is_like_another():
    assert len({(each.data, each.name, each.door) for each in HOSTILE}) == len(HOSTILE) >= 150
    assert len({each.label for each in (*HOSTILE, *TAKEN)}) == len(HOSTILE) + len(TAKEN)


@pytest.mark.parametrize("each", HOSTILE, ids=lambda each: each.label)
def test_a_hostile_file_is_refused_soon_and_with_little(outcomes, each):
    code, seconds, megabytes, kept = outcomes[each.label]
    assert (code in each.codes, kept) == (True, b""), code
    assert seconds < SECONDS and megabytes < MEGABYTES


@pytest.mark.parametrize("each", TAKEN, ids=lambda each: each.label)
def test_an_honest_file_is_taken_and_nothing_that_came_with_it(outcomes, each):
    code, _, _, kept = outcomes[each.label]
    assert code == "" and (kept or each.door == "list")
    assert not each.gone or (each.gone in each.data and each.gone not in kept)
