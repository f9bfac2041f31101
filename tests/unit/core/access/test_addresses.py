"""The client's address behind the proxies of the site."""

import pytest
from django.test import RequestFactory

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
