"""The floor: pgbench with one statement that writes what a correct claim must, on the same server."""

import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from bench.ground import Ground
from config.env import environment

HERE = Path(__file__).parent


def prepare(ground: Ground) -> None:
    """Create the schema of the floor, replacing an earlier one."""
    with ground.connect() as connection:
        connection.execute((HERE / "floor_schema.sql").read_bytes())


def measure(ground: Ground, *, clients: int, seconds: int) -> float:
    """Measure claims per second of the floor."""
    address = urlsplit(ground.url)
    command = [str(ground.programs / "pgbench"), "-n", "-M", "prepared", "-f", str(HERE / "floor_claim.sql")]
    command += ["-c", str(clients), "-j", "2", "-T", str(seconds), "-h", str(address.hostname), "-p", str(address.port)]
    done = subprocess.run(
        [*command, "-U", str(address.username), address.path.removeprefix("/")],
        env=environment(extra={"PGPASSWORD": str(address.password)}),
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"^tps = ([0-9.]+)", done.stdout, re.MULTILINE)
    if found is None:
        raise RuntimeError(done.stdout + done.stderr)
    return float(found[1])
