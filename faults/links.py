"""Proxy process between the site and its servers: passes bytes, delays them, drops them, or cuts after a COMMIT.

python -m faults.links NAME=PORT:TARGET...   commands come as JSON lines on standard input; each cut is a line on
standard output: {"link": name, "at": seconds}.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

LOOPBACK = "127.0.0.1"
PIECE = 65_536
COMMIT = b"COMMIT\x00"
"""The end of a COMMIT message, and the tag of its answer (CommandComplete)."""


@dataclass(slots=True, kw_only=True)
class Link:
    """One route to a server. `holes` counts overlapping ones; `cuts` counts the pending ones."""

    name: str
    target: int
    holes: int = 0
    delay: float = 0.0
    cuts: int = 0
    passage: asyncio.Event = field(default_factory=asyncio.Event)
    lines: set[asyncio.StreamWriter] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.passage.set()

    def obey(self, command: str, value: float) -> None:
        """Execute a command: `hole` 1 or -1, `delay` in seconds, `cut` a number of COMMITs, `reset` breaks every connection off."""
        if command == "hole":
            self.holes += int(value)
            (self.passage.clear if self.holes else self.passage.set)()
        elif command == "delay":
            self.delay = value
        elif command == "cut":
            self.cuts = max(0, self.cuts + int(value))
        elif command == "reset":
            self.break_off(self.lines)

    def break_off(self, lines: set[asyncio.StreamWriter]) -> None:
        """Close connections without sending pending bytes."""
        for line in list(lines):
            line.transport.abort()

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Open an outgoing connection for an incoming one; either end closes both."""
        self.lines.add(writer)
        ends = {writer}
        try:
            await self.passage.wait()
            answers, requests = await asyncio.open_connection(LOOPBACK, self.target)
            self.lines.add(requests)
            ends.add(requests)
            await self._pass_both(reader, requests, answers, writer, ends)
        except OSError:
            pass
        finally:
            self.break_off(ends)
            self.lines -= ends

    async def _pass_both(
        self,
        reader: asyncio.StreamReader,
        requests: asyncio.StreamWriter,
        answers: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        ends: set[asyncio.StreamWriter],
    ) -> None:
        committing = False

        def asked(piece: bytes) -> bool:
            nonlocal committing
            committing = piece.endswith(COMMIT)
            return False

        def answered(piece: bytes) -> bool:
            if not (committing and self.cuts and COMMIT in piece):
                return False
            self.cuts -= 1
            print(json.dumps({"link": self.name, "at": time.time()}), flush=True)
            return True

        ways = (self._pass(reader, requests, asked, ends), self._pass(answers, writer, answered, ends))
        await asyncio.gather(*ways)

    async def _pass(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        ends_here: Callable[[bytes], bool],
        ends: set[asyncio.StreamWriter],
    ) -> None:
        with suppress(OSError):
            while piece := await source.read(PIECE):
                await asyncio.sleep(self.delay)
                await self.passage.wait()
                if ends_here(piece):
                    self.break_off(ends)
                    return
                target.write(piece)
                await target.drain()
        await self.passage.wait()
        target.close()


async def serve(names: list[str]) -> None:
    """Listen on every link and execute commands until standard input ends."""
    links = {}
    for word in names:
        name, _, ports = word.partition("=")
        port, target = ports.split(":")
        links[name] = Link(name=name, target=int(target))
        await asyncio.start_server(links[name].connect, LOOPBACK, int(port))
    while line := await asyncio.to_thread(sys.stdin.readline):
        order = json.loads(line)
        links[order["link"]].obey(order["command"], order["value"])


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1:]))
