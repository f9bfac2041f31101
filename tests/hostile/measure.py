"""Shows files to the doors, each in a process of its own, and says what came of it and what it took.

    python -m tests.hostile.measure FOLDER < list of [file, name, kind, door] as JSON

prints for each [code, seconds of processor, peak megabytes, what is kept as hexadecimal], the helpers of a door included.
"""

import io
import json
import os
import sys
from pathlib import Path

from core.files.table_import import read_sheets
from core.files.uploads import accept
from core.values.errors import DomainError


class Sent(io.BytesIO):
    """A file as a request may bring it, whatever its name."""

    def __init__(self, name: str, data: bytes) -> None:
        super().__init__(data)
        self.name, self.size = name, len(data)

    def open(self, mode: str | None = None) -> "Sent":
        self.seek(0)
        return self


def show(file: Path, name: str, kind: str, door: str) -> tuple[str, bytes]:
    """The code of the refusal, or what is kept."""
    data = file.read_bytes()
    try:
        if door == "list":
            read_sheets(data)
            return "", b""
        return "", accept(kind=kind, file=Sent(name, data)).data
    except DomainError as error:
        return error.code, b""


def measured(*asked: str) -> list[object]:
    """What came of it, in a child that is gone afterwards."""
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


if __name__ == "__main__":
    json.dump([measured(*row) for row in json.load(sys.stdin)], sys.stdout)
