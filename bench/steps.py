"""Where the processor time of a claim goes: the share of each step, in one process, without a server in front."""

import cProfile
import io
import pstats
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from statistics import median
from typing import Any, TypeAlias

from django.db import connections

from bench import claims, load, stock
from bench.ground import Ground
from bench.report import RUNS, report
from config.postgresql.base import DatabaseWrapper
from core.timekeeping import clock

Environ: TypeAlias = dict[str, Any]
REQUESTS = 300
CLAIM = "/api/v1/coupons/"
STEPS: Mapping[str, Sequence[str]] = {
    "token": ("rest_framework/views.py:perform_authentication",),
    "turns": ("rest_framework/views.py:check_throttles",),
    "key, lock and facts: one trip": ("core/sql.py:_ask",),
    "rules and what is kept": ("vouchers/services/coupons.py:_claim",),
    "the answer": ("vouchers/api/coupons.py:render",),
    "writing: one trip": ("core/database/transactions.py:_take_steps",),
    "BEGIN and COMMIT": ("django/db/transaction.py:__enter__", "django/db/transaction.py:__exit__"),
}
"""Steps that do not overlap, by the functions that hold them."""
API = "rest_framework/views.py:dispatch"
"""The API; what is not within it is around it."""


def claim_steps(ground: Ground, have: stock.Stock) -> None:
    """Milliseconds of processor time that a claim, and the refusal of an empty round, cost the web process, step by step,
    against an empty view."""
    _keep_connections()
    at = clock.now()
    rounds = {
        name: stock.open_round(budget=budget, officer_id=have.officer_id, at=at).pk
        for name, budget in (("claim", claims.BUDGET), ("refusal", claims.ODD))
    }

    def empty() -> Environ:
        return _environ("/bench/empty/", token=next(have.firms), round_id=0)

    def pressed(round_id: int) -> Environ:
        return _environ(CLAIM, token=next(have.firms), round_id=round_id)

    for name, round_id in rounds.items():
        _measure(name, partial(pressed, round_id), empty)
    connections.close_all()
    del connections["default"]


def _measure(name: str, made: Callable[[], Environ], empty: Callable[[], Environ]) -> None:
    _used(made), _used(empty)
    runs = [(_used(made), _used(empty)) for _ in range(RUNS)]
    value, reference = (1000 * median(times) / REQUESTS for times in zip(*runs, strict=True))
    report(
        name=f"{name}_steps",
        value=value,
        unit="ms (processor, web process)",
        reference=reference,
        ratio=value / reference,
        steps={step: round(value * share, 2) for step, share in _shares(made).items()},
    )


def _keep_connections() -> None:
    """As a web process keeps them."""
    connections.close_all()
    settings = connections["default"].settings_dict | {"CONN_MAX_AGE": None}
    connections["default"] = DatabaseWrapper(settings, "default")


def _send(environ: Environ) -> None:
    from config.wsgi import application

    heard: list[str] = []
    begin: Any = lambda line, _headers: heard.append(line)  # noqa: E731 - what a server gives is typed in full
    answer = application(environ, begin)
    body = b"".join(answer)
    answer.close()
    if heard[0][:3] not in {"200", "201", "409"}:
        raise AssertionError(f"{heard[0]}: {body.decode()}")


def _environ(path: str, *, token: str, round_id: int) -> Environ:
    """What a server makes of the request of a claim."""
    head, _, body = claims.claim_request(token=token, round_id=round_id, path=path).partition(load.HEAD_END)
    first, *lines = head.decode().split("\r\n")
    headers = {name.upper().replace("-", "_"): text for name, text in (line.split(": ", 1) for line in lines)}
    return {
        "REQUEST_METHOD": first.split()[0],
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": headers["HOST"],
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": headers["HOST"],
        "CONTENT_TYPE": headers.pop("CONTENT_TYPE"),
        "CONTENT_LENGTH": headers.pop("CONTENT_LENGTH"),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
    } | {f"HTTP_{name}": text for name, text in headers.items()}


def _used(make: Callable[[], Environ]) -> float:
    """Seconds of processor time of so many requests."""
    requests = [make() for _ in range(REQUESTS)]
    start = time.thread_time()
    for environ in requests:
        _send(environ)
    return time.thread_time() - start


def _shares(make: Callable[[], Environ]) -> Mapping[str, float]:
    """The share of each step, of what is left in the API, and of what is around it."""
    profile = cProfile.Profile(time.thread_time)
    profile.runcall(_used, make)
    found = dict(_cumulated(profile))
    whole = found["bench/steps.py:_send"]
    steps = {name: sum(found.get(function, 0.0) for function in functions) / whole for name, functions in STEPS.items()}
    api = found[API] / whole
    return steps | {"the rest of the API": api - sum(steps.values()), "around the API": 1 - api}


def _cumulated(profile: cProfile.Profile) -> Iterator[tuple[str, float]]:
    """Each function as the last three parts of its file and its name, with the time that it and what it calls took."""
    stats: Any = pstats.Stats(profile)
    for (file, _line, name), (*_, cumulated, _callers) in stats.stats.items():
        parts = file.split("/")
        yield from ((f"{'/'.join(parts[-depth:])}:{name}", cumulated) for depth in (2, 3))
