"""The client's address: one answer for limits, sign-in attempts and allauth."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import structlog
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.http import HttpRequest

logger = structlog.get_logger(__name__)

IPV6_PREFIX = 64
"""Bits of an IPv6 address that are one subscriber's line: the rest may change with each request."""
MOST_PROXIES = 5
_reported: set[str] = set()


def client_address(request: HttpRequest) -> str:
    """Return the address of the client behind NUM_PROXIES proxies, for IPv6 that of its line (/64).

    Each proxy appends the address it was called from to X-Forwarded-For, so the last NUM_PROXIES entries are ours and
    those before them are whatever the client sent. Where an entry is no address, that of the connection counts.
    """
    connected = request.META.get("REMOTE_ADDR") or ""
    proxies: int = settings.NUM_PROXIES
    entries = [entry.strip() for entry in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if entry.strip()]
    seen = _parse(entries[-min(proxies, len(entries))]) if proxies and entries else None
    _report_mismatch(entries, proxies=proxies, seen=seen)
    return _line(seen or _parse(connected)) or connected


@register(Tags.security, deploy=True)
def check_proxies(app_configs: object, **options: object) -> list[CheckMessage]:
    """Return an error where NUM_PROXIES cannot be the number of proxies of the deployment."""
    proxies: int = settings.NUM_PROXIES
    behind_tls = bool(settings.SECURE_PROXY_SSL_HEADER)
    if not 0 <= proxies <= MOST_PROXIES:
        return [Error(f"NUM_PROXIES is {proxies}: it must be from 0 to {MOST_PROXIES}.", id="vouchers.E001")]
    if behind_tls and not proxies:
        return [
            Error(
                "NUM_PROXIES is 0 although BEHIND_TLS_PROXY is set: all clients would have the address of the proxy.",
                hint="Set NUM_PROXIES to the number of proxies that append to X-Forwarded-For.",
                id="vouchers.E002",
            )
        ]
    if proxies and not behind_tls:
        return [
            Error(
                "NUM_PROXIES is set although BEHIND_TLS_PROXY is not: clients could choose their address themselves.",
                hint="Set BEHIND_TLS_PROXY=1 behind a proxy that terminates TLS, else NUM_PROXIES=0.",
                id="vouchers.E003",
            )
        ]
    return []


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    """Return the address, without the port that some proxies add; None for another text."""
    host = text.partition("]")[0].removeprefix("[") if text.startswith("[") else text
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        found = ip_address(host)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _line(address: IPv4Address | IPv6Address | None) -> str:
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, IPV6_PREFIX), strict=False).network_address)
    return str(address) if address else ""


def _report_mismatch(entries: Sequence[str], *, proxies: int, seen: IPv4Address | IPv6Address | None) -> None:
    """Log, once for each process and kind, that a request does not fit NUM_PROXIES. No address is logged."""
    if len(entries) < proxies:
        kind = "fewer proxies than NUM_PROXIES, or a request past them"
    elif entries and not proxies:
        kind = "a proxy, or a forged header, although NUM_PROXIES is 0"
    elif seen is not None and seen.is_private and len(entries) > proxies:
        kind = "more proxies than NUM_PROXIES"
    else:
        return
    if kind not in _reported:
        _reported.add(kind)
        logger.warning("proxies_mismatch", kind=kind, entries=len(entries), num_proxies=proxies)
