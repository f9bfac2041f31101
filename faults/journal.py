"""What a client meant, sent and was told: lines of JSON, each on the disk before the client goes on."""

import json
import os
import time
from pathlib import Path
from typing import Any


class Journal:
    """The journal of one client."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("a")

    def write(self, what: str, **values: Any) -> None:
        """One line: `intend` before the first sending of a key, then `answer`, `unknown` or `again`."""
        self.file.write(json.dumps({"what": what, "at": time.time(), **values}, ensure_ascii=False) + "\n")
        self.file.flush()
        os.fsync(self.file.fileno())
