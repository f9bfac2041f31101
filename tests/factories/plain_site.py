"""A site without Django: method and length of what was sent, or five megabytes."""

from collections.abc import Callable, Iterable
from typing import Any


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/large":
        start_response("200 OK", [("Content-Length", "5000000")])
        return [b"x" * 5_000_000]
    size = len(environ["wsgi.input"].read())
    text = f"{environ['REQUEST_METHOD']} {size}".encode()
    start_response("200 OK", [("Content-Length", str(len(text)))])
    return [text]
