"""python -m bench.slow PORT NUMBER: clients that make a web server wait, until the process is ended.

A third is idle, a third sends the head of a request, a third its body, one byte a second each. Who is disconnected
connects again.
"""

import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass

from config.embedded.installation import LOOPBACK

HEAD = f"GET /api/v1/notices/ HTTP/1.1\r\nHost: {LOOPBACK}\r\nX-Slow: ".encode()
BODY = f"POST /api/v1/tokens/ HTTP/1.1\r\nHost: {LOOPBACK}\r\nContent-Length: 100000\r\n\r\n".encode()
BEGINNINGS = (b"", HEAD, BODY)


@dataclass(slots=True, kw_only=True)
class Slow:
    """One slow client."""

    port: int
    beginning: bytes
    line: socket.socket | None = None

    def step(self) -> None:
        """Send one byte; connect first where there is no connection."""
        try:
            if self.line is None:
                self.line = socket.create_connection((LOOPBACK, self.port), timeout=5)
                self.line.sendall(self.beginning)
            elif self.beginning:
                self.line.sendall(b"x")
            elif self.line.recv(1, socket.MSG_DONTWAIT) == b"":
                self._disconnect()
        except BlockingIOError:
            return
        except OSError:
            self._disconnect()

    def _disconnect(self) -> None:
        if self.line is not None:
            with suppress(OSError):
                self.line.close()
        self.line = None


def main() -> None:
    port, number = (int(text) for text in sys.argv[1:])
    clients = [Slow(port=port, beginning=BEGINNINGS[place % 3]) for place in range(number)]
    while True:
        for client in clients:
            client.step()
        print(sum(client.line is not None for client in clients), flush=True)
        time.sleep(1)


if __name__ == "__main__":
    main()
