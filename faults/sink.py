"""A mail server that stores every mail on disk before it accepts it, with the moment and the receivers.

python -m faults.sink PORT FOLDER
"""

import asyncio
import os
import sys
import time
from pathlib import Path

LOOPBACK = "127.0.0.1"
GREETINGS = ("HELO", "EHLO", "RSET", "NOOP", "MAIL", "RCPT")


def keep(folder: Path, receivers: list[str], content: bytes) -> None:
    """Write one file per mail: a line with the moment, a line with the receivers, then the message."""
    name = str(time.time_ns())
    partial = folder / f"{name}.partial"
    with partial.open("xb") as file:
        file.write(f"{time.time()}\n{' '.join(receivers)}\n".encode() + content)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(folder / f"{name}.mail")
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


async def talk(folder: Path, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Serve one client: SMTP without extensions."""
    receivers: list[str] = []
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        verb = line[:4].decode(errors="replace").upper().strip()
        if verb == "DATA":
            writer.write(b"354 go on\r\n")
            await writer.drain()
            content = (await reader.readuntil(b"\r\n.\r\n")).replace(b"\r\n..", b"\r\n.")[:-3]
            keep(folder, receivers, content)
            receivers = []
            writer.write(b"250 kept\r\n")
        elif verb in GREETINGS:
            if verb == "RCPT":
                receivers.append(line.decode(errors="replace").partition(":")[2].split()[0].strip("<>"))
            writer.write(b"250 ok\r\n")
        else:
            writer.write(b"221 bye\r\n" if verb == "QUIT" else b"502 unknown\r\n")
            if verb == "QUIT":
                break
        await writer.drain()
    writer.close()


async def serve(port: int, folder: Path) -> None:
    """Serve until the process is killed."""

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(folder, reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            writer.close()

    server = await asyncio.start_server(connect, LOOPBACK, port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
