"""Upload files, each in a process of its own, and measure the result and its cost.

    python -m tests.hostile.measure FOLDER < list of [file, name, kind, door] as JSON

prints for each [code, processor seconds, peak megabytes, stored bytes as hexadecimal], helper processes included.
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
        if door == "list":
            read_sheets(data)
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


if __name__ == "__main__":
    json.dump([measured(*row) for row in json.load(sys.stdin)], sys.stdout)
