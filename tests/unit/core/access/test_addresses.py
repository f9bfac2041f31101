"""The client's address behind the proxies of the site."""

import pytest
import structlog
from django.test import RequestFactory

from core.access import addresses
from core.access.addresses import client_address


def address(*, proxies: int, forwarded: str | None, connected: str = "10.0.0.1", settings) -> str:
    settings.NUM_PROXIES = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=connected))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, "192.0.2.7", "10.0.0.1"),  # no proxy is ours: the header is the client's own word
        (1, None, "10.0.0.1"),
        (1, "192.0.2.7", "192.0.2.7"),
        (1, "1.2.3.4, 192.0.2.7", "192.0.2.7"),  # what the client sent stands before what our proxy added
        (2, "1.2.3.4, 192.0.2.7, 10.0.0.2", "192.0.2.7"),
        (2, "192.0.2.7", "192.0.2.7"),
        (1, "192.0.2.7:50123", "192.0.2.7"),
        (1, "[2001:db8::7]:50123", "2001:db8::"),
        (1, "2001:db8:0:1:2:3:4:5", "2001:db8:0:1::"),
        (1, "2001:db8:0:1:ffff::9", "2001:db8:0:1::"),
        (1, "::ffff:192.0.2.7", "192.0.2.7"),
        (1, "unknown", "10.0.0.1"),
        (1, "１９２.0.2.7", "10.0.0.1"),
        (1, ", ,", "10.0.0.1"),
    ],
)
def test_address_is_what_the_outermost_proxy_of_ours_saw(proxies, forwarded, found, settings) -> None:
    assert address(proxies=proxies, forwarded=forwarded, settings=settings) == found


def test_without_an_address_at_all_there_is_none(settings) -> None:
    assert address(proxies=0, forwarded=None, connected="", settings=settings) == ""


@pytest.mark.parametrize(
    ("proxies", "forwarded", "kinds"),
    [
        (0, None, []),
        (1, "9.9.9.9", []),
        (1, "1.2.3.4, 9.9.9.9", []),
        (1, "10.0.0.9", []),
        (0, "9.9.9.9", ["a proxy, or a forged header, although NUM_PROXIES is 0"]),
        (1, None, ["fewer proxies than NUM_PROXIES, or a request past them"]),
        (2, "9.9.9.9", ["fewer proxies than NUM_PROXIES, or a request past them"]),
        (1, "9.9.9.9, 10.0.0.9", ["more proxies than NUM_PROXIES"]),
    ],
)
def test_number_of_proxies_that_does_not_fit_is_logged_once(proxies, forwarded, kinds, settings, monkeypatch) -> None:
    monkeypatch.setattr(addresses, "_reported", set())
    with structlog.testing.capture_logs() as logs:
        for _ in range(2):
            address(proxies=proxies, forwarded=forwarded, settings=settings)
    assert [line["kind"] for line in logs] == kinds
    assert "9.9.9.9" not in str(logs)
