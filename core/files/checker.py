"""The child process that reads an uploaded file within limits, so that a costly or hostile one ends only this process.

    python -m core.files.checker TASK ARGUMENT < file > answer

The answer is a line of JSON, `{}` or the code and params of a refusal, and after it the bytes of the result. Imports no
framework and opens no connection; core.files.child_process starts it.
"""

import json
import os
import resource
import signal
import sys
import traceback
from importlib import import_module

from core.values.errors import DomainError

MEGABYTE = 1024**2
MEMORY = 1024 * MEGABYTE
PROCESSOR_SECONDS = 10
DRAWING_SECONDS = 5
"""Processor time to draw pages: where it does not suffice, the file is accepted without a picture."""
MOST_SECONDS = PROCESSOR_SECONDS + DRAWING_SECONDS
"""The most processor time of all tasks on one file."""
WALL_SECONDS = 30
ANSWER = 64 * MEGABYTE
"""The most bytes of the answer, which is the only file that the process writes."""
NICENESS = 10
"""Requests that wait for nothing but the processor come first."""

TASKS = {
    "content": ("core.files.contents", "check_content", "extension"),
    "pages": ("core.files.pdf_pages", "draw_pages", "most"),
    "rules": ("core.files.table_rules", "apply_rules", "call"),
    "table": ("core.files.table_reader", "read_table", "kind"),
}
"""Task → module, function and the name of its argument. The module is imported within the limits."""


def main() -> None:
    """Perform the task of the command line. The system ends the process where it exceeds a limit."""
    task, argument = sys.argv[1:3]
    limit(DRAWING_SECONDS if task == "pages" else PROCESSOR_SECONDS)
    header, payload = perform(task, sys.stdin.buffer.read(), argument=argument)
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + payload)
    sys.stdout.buffer.flush()


def limit(seconds: int = PROCESSOR_SECONDS) -> None:
    """Limit memory, processor time, wall time, the size of written files; forbid child processes and memory dumps."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (ANSWER, ANSWER))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(WALL_SECONDS)
    os.nice(NICENESS)


def perform(task: str, data: bytes, *, argument: str) -> tuple[dict[str, object], bytes]:
    """Return the header and the bytes of the answer. A file that no check foresaw counts as damaged."""
    module, name, parameter = TASKS[task]
    try:
        result: bytes = getattr(import_module(module), name)(data, **{parameter: argument})
    except DomainError as error:
        return {"code": error.code, "params": dict(error.params)}, b""
    except MemoryError:
        return {"code": "file_too_costly", "params": {}}, b""
    except Exception as error:  # noqa: BLE001 - whatever a library raises for a file, only the file is refused
        place = traceback.extract_tb(error.__traceback__)[-1]
        seen = f"{type(error).__name__} at {place.filename}:{place.lineno}"
        return {"code": "file_damaged", "params": {}, "unforeseen": seen}, b""
    return {}, result


if __name__ == "__main__":
    main()
