"""Upload files, each in a process of its own, and measure the result and its cost.

    python -m tests.hostile.measure FOLDER < list of [file, name, kind, door] as JSON

prints for each [code, processor seconds, peak megabytes, stored bytes as hexadecimal], helper processes included.

    python -m tests.hostile.measure growth

prints for growing files of each kind the processor time of three sizes, and by how much it grows when the size doubles.
Exit 1 where that is more than 2.8: a reader that is linear doubles, one in the square quadruples.
"""

import io
import json
import os
import sys
import tempfile
from collections import deque
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path

from applicants.rules.list_columns import find_tables
from applicants.rules.lists import read_sheet
from core.files.table_import import TextKind, apply_to_sheets, read_sheets
from core.files.uploads import accept
from core.values.errors import DomainError
from payments.rules.answer_reading import read_answer_file
from tests.hostile.growth import GROWING, grown

SIZE = 512 * 1024
WORST = 2.8
"""The most by which the time may grow when the size doubles."""
WORTH_MEASURING = 0.3
"""Seconds of processor, above what it takes to start the process, below which a ratio says nothing."""


class Sent(io.BytesIO):
    """An uploaded file with an arbitrary name."""

    def __init__(self, name: str, data: bytes) -> None:
        super().__init__(data)
        self.name, self.size = name, len(data)

    def open(self, mode: str | None = None) -> "Sent":
        self.seek(0)
        return self


def show(file: Path, name: str, kind: str, door: str) -> tuple[str, bytes]:
    """Return the refusal code, or the stored bytes."""
    data = file.read_bytes()
    try:
        if door in READ:
            READ[door](data)
            return "", b""
        accepted = accept(kind=kind, file=Sent(name, data))
        return "", accepted.shown or accepted.data
    except DomainError as error:
        return error.code, b""


def measured(*asked: str) -> list[object]:
    """Return the result, measured in a child process."""
    answers, answer = os.pipe()
    if not (child := os.fork()):
        os.close(answers)
        code, kept = show(Path(asked[0]), *asked[1:])
        with os.fdopen(answer, "w") as out:
            json.dump([code, kept.hex()], out)
        os._exit(0)
    os.close(answer)
    with os.fdopen(answers) as told:
        text = told.read()
    _, _, usage = os.wait4(child, 0)
    code, kept = json.loads(text or '["died", ""]')
    return [code, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, kept]


def _read_list(data: bytes) -> None:
    """Read a table and, where it is a list, its rows by the rules."""
    for sheet in read_sheets(data):
        _, tables = find_tables(sheet.rows)
        if tables:
            deque(
                read_sheet(
                    kind="national_hnte", sheet="", rows=sheet.rows, tables=tables, published_on=date(2023, 12, 20)
                ),
                maxlen=0,
            )


def _read_answer(data: bytes, *, format_code: str, text: TextKind) -> None:
    """Read an answer of the bank by the rules, in a child process as its import does."""
    apply_to_sheets(data, rules=read_answer_file, params={"format_code": format_code}, text=text)


READ: dict[str, Callable[[bytes], None]] = {
    "list": _read_list,
    "answer": partial(_read_answer, format_code="table", text="csv"),
    "bars": partial(_read_answer, format_code="cib", text="pipes"),
}
"""Door → what reads the file there. Without a door it is evidence."""


def seconds_of(label: str, size: int) -> tuple[str, float]:
    """Return the code and the processor seconds of a grown file, the least of two."""
    made = grown(label, size)
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(made.data)
        found = [measured(file.name, made.name, made.kind, made.door) for _ in range(2)]
    return str(found[0][0]), min(float(str(each[1])) for each in found)


def growth() -> int:
    """Print the growth of each kind; return how many grow too much."""
    start = seconds_of("quotes", 1)[1]
    bad = 0
    for label, (extension, door, _) in GROWING.items():
        sizes = (SIZE, SIZE * 2, SIZE * 3.9) if extension == "xml" else (SIZE * 4, SIZE * 8, SIZE * 16)
        measurements = [seconds_of(label, int(size)) for size in sizes]
        code = measurements[-1][0]
        times = [max(seconds - start, 0.001) for _, seconds in measurements]
        ratio = max(later / earlier for earlier, later in pairwise(times))
        says_nothing = times[-1] < WORTH_MEASURING
        bad += not says_nothing and ratio > WORST
        shown = " ".join(f"{seconds:6.2f}" for seconds in times)
        print(f"{extension:4} {door:6} {label:28} {shown} {'-' if says_nothing else f'{ratio:4.1f}'} {code}")
    return bad


if __name__ == "__main__" and sys.argv[1:] == ["growth"]:
    sys.exit(1 if growth() else 0)
elif __name__ == "__main__":
    json.dump([measured(*row) for row in json.load(sys.stdin)], sys.stdout)
