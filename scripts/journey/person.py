"""A user of the site: signs in, with a second factor if required, sends requests, reads answers."""

import base64
import hashlib
import hmac
import json
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

BOUNDARY = "journey"
STEP_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer of the site."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def codes(self) -> list[str]:
        """The codes of a refusal, in order."""
        return [error["code"] for error in self.body.get("errors", [])] if isinstance(self.body, dict) else []

    @property
    def reasons(self) -> list[str]:
        """Code and sentence of each reason of a refusal."""
        return [f"{error['code']}：{error['detail']}" for error in self.body["errors"]]


Send = Callable[[str, str, bytes | None, Mapping[str, str]], Answer]
"""Sends a request: method, path with query, body, headers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file to upload and its kind."""

    kind: str
    name: str
    data: bytes


@dataclass(slots=True, kw_only=True)
class Person:
    """A user, or a member of the public without an account."""

    send: Send
    name: str
    title: str
    username: str = ""
    password: str = ""
    secret: str = ""
    token: str = field(default="", repr=False)

    @property
    def label(self) -> str:
        return f"{self.name}（{self.title}）" if self.name else self.title

    def sign_in(self) -> None:
        """Get a token. Raises AssertionError if the site gives none."""
        body = {"username": self.username, "password": self.password, "code": self._code()}
        answer = self.post("tokens/", body)
        if answer.status != 201:
            raise AssertionError(f"{self.username} 未能登录：{answer}")
        self.token = answer.body["token"]

    def get(self, path: str, **query: Any) -> Answer:
        return self._send("GET", f"{path}?{urlencode(query)}" if query else path, None, {})

    def post(self, path: str, body: Mapping[str, Any] | None = None, *, key: str = "") -> Answer:
        """Send a POST with this idempotency key, or a new one."""
        headers = {"Idempotency-Key": key or str(uuid4()), "Content-Type": "application/json"}
        return self._send("POST", path, json.dumps(body or {}).encode(), headers)

    def upload(self, path: str, file: Upload) -> Answer:
        """Upload a file of a kind as multipart/form-data."""
        return self.send_form(path, {"kind": file.kind}, file, field="file")

    def send_form(self, path: str, values: Mapping[str, str], file: Upload, *, field: str) -> Answer:
        """POST values and a file as multipart/form-data, with a new idempotency key."""
        head = "".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in values.items()
        ) + (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{file.name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        headers = {
            "Idempotency-Key": str(uuid4()),
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        }
        return self._send("POST", path, head.encode() + file.data + f"\r\n--{BOUNDARY}--\r\n".encode(), headers)

    def _send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        signed = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.send(method, f"/api/v1/{path}", body, {**headers, **signed, "Accept-Language": "zh-hans"})

    def _code(self) -> str:
        """Return the one-time code of the real moment (RFC 6238)."""
        if not self.secret:
            return ""
        message = struct.pack(">Q", int(time.time()) // STEP_SECONDS)
        digest = hmac.new(base64.b32decode(self.secret), message, hashlib.sha1).digest()
        offset = digest[-1] & 15
        return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def read_body(data: bytes) -> Any:
    """Return the JSON of an answer, or the first bytes of any other body."""
    try:
        return json.loads(data) if data else None
    except ValueError:
        return data[:500].decode(errors="replace")
