"""Command line of the bundled servers.

python -m config.embedded run [--test] -- COMMAND...      start, run the command, always stop
python -m config.embedded start [--test] [--state DIR]    start and leave running; DIR/env.sh names the addresses
python -m config.embedded stop [--state DIR]              stop the servers of `start`

Without --test the servers are durable; with it they are fast and lose their data when they stop.
"""

import argparse
import functools
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from config.embedded import LOCAL, ServerError, running, servers
from config.embedded.installation import die_with_parent, write_private
from config.env import environment


def run(*, command: Sequence[str], ephemeral: bool) -> int:
    """Run a command while the servers run; return its exit code."""
    signal.signal(signal.SIGTERM, _stop)
    with running(ephemeral=ephemeral) as variables:
        process = subprocess.Popen(
            command,
            env=environment(extra=variables),
            preexec_fn=functools.partial(die_with_parent, signal.SIGTERM, os.getpid()),  # noqa: PLW1509 - one thread
        )
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, functools.partial(_pass_on, process))
        code = process.wait()
    return code if code >= 0 else 128 - code


def _stop(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _pass_on(process: subprocess.Popen[bytes], number: int, _frame: FrameType | None) -> None:
    """Forward a signal to the command, except Ctrl-C in a terminal, which is sent to the whole group already."""
    if not (number == signal.SIGINT and os.isatty(0)):
        process.send_signal(number)


def start(*, state: Path, ephemeral: bool) -> int:
    """Start servers that outlive this process; write and print env.sh."""
    lines = []
    for server in servers(state=state, ephemeral=ephemeral, outlive=True):
        if not server.answers():
            server.start()
        lines.append(f"export {server.variable}={shlex.quote(server.url)}\n")
    if ephemeral:
        lines.append("export PYTEST_KEEP_MIGRATED=1\n")
    write_private(path=state / "env.sh", text="".join(lines))
    print("".join(lines), end="")
    return 0


def stop(*, state: Path) -> int:
    """Stop the servers of a state folder."""
    for server in servers(state=state, ephemeral=True, outlive=True):
        server.stop()
    (state / "env.sh").unlink(missing_ok=True)
    return 0


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Split the arguments into our own and the command after `--`."""
    cut = words.index("--") if "--" in words else len(words)
    return words[:cut], words[cut + 1 :]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.embedded", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("action", choices=["run", "start", "stop"])
    parser.add_argument("--test", action="store_true", help="fast servers that lose their data when they stop")
    parser.add_argument("--state", type=Path, default=LOCAL / "dev", help="folder of servers left running")
    words, command = _split(sys.argv[1:])
    chosen = parser.parse_args(words)
    try:
        if chosen.action == "run":
            return run(command=command, ephemeral=chosen.test)
        if chosen.action == "start":
            return start(state=chosen.state.resolve(), ephemeral=chosen.test)
        return stop(state=chosen.state.resolve())
    except ServerError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
