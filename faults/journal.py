"""The journal of a client: intents and answers as lines of JSON, each synced to disk before the client continues."""

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
        """Write one line: `intend` before a key is first sent, then `answer`, `unknown` or `again`."""
        self.file.write(json.dumps({"what": what, "at": time.time(), **values}, ensure_ascii=False) + "\n")
        self.file.flush()
        os.fsync(self.file.fileno())
