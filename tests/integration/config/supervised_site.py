"""The site on throw-away servers, watched as `make demo` does. Prints its port and processes as JSON, then the console."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from config.demo import site, watch
from config.embedded import addresses, started
from config.env import PROJECT, choose_settings, environment, set_variables


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, started(ephemeral=True) as servers:
        set_variables(values=addresses(servers) | {"VAR_DIR": folder})
        choose_settings(module="config.settings.local")
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=PROJECT, env=environment(), check=True)
        with site(logs=Path(folder)) as (parts, port):
            watched = [*servers, *parts]
            pids = {part.name: part.process.pid for part in watched if part.process}
            print(json.dumps({"port": port, "pids": pids}), flush=True)
            watch(watched)


if __name__ == "__main__":
    main()
