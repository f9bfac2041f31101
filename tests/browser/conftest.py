"""A real Chromium on the real site with the demonstration's data."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings

from accounts.models import User
from config.env import env
from demonstration.people import ACCOUNTS
from scripts.chromium import PROGRAMS, find_chromium
from scripts.screens.crawl import MEASURE
from tests.factories.pages import PHONE

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIND = """async (rules) => {
    const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
    return found.violations.map(each => `${each.id}: ${each.nodes.map(node => node.target).join(" | ")}`);
}"""
ARGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


@dataclass
class Site:
    """The address of the site, and a session of each account of the demonstration."""

    url: str
    sessions: dict[str, str]


@dataclass
class Tab:
    """One page of a browser, and its reported problems."""

    page: Any
    site: Site
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> int:
        """Open an address; return the status."""
        return int(self.page.goto(self.site.url + path).status)

    def findings(self) -> list[str]:
        """Return what axe finds on the page in its present size, and what is too wide, blank, cut off or too narrow."""
        self.page.evaluate(AXE)
        return [*self.page.evaluate(FIND, RULES), *self.page.evaluate(MEASURE)]

    def watch(self) -> None:
        """Collect console messages, failed requests, and requests to other hosts."""
        self.page.on("console", lambda said: said.type in ("error", "warning") and self._keep(said.text))
        self.page.on("pageerror", lambda error: self._keep(str(error)))
        self.page.on("request", lambda request: request.url.startswith(self.site.url) or self._keep(request.url))

    def _keep(self, complaint: str) -> None:
        self.complaints.append(f"{self.page.url}: {complaint}")


@pytest.fixture(scope="session")
def program() -> str:
    """Return the path of Chromium. Without one the tests are skipped, in continuous integration they fail."""
    found = find_chromium()
    if found is None and env.bool("CI", default=False):
        pytest.fail("no Chromium: run `make chromium` first")
    if found is None:
        pytest.skip(f"no Chromium on this machine ({', '.join(PROGRAMS)}): `make chromium` fetches one")
    return found


@pytest.fixture(scope="module")
def site(program: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    """The site on a free port, with the demonstration loaded for the tests of a module."""
    from pytest_django.live_server_helper import LiveServer

    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1")
        as_demonstrated = override_settings(ACCOUNT_EMAIL_VERIFICATION="none")
        as_demonstrated.enable()
        try:
            call_command("load_demo")
            yield Site(url=server.url, sessions={each.username: _session(each.username) for each in ACCOUNTS})
        finally:
            server.stop()
            as_demonstrated.disable()
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def browser(program: str, site: Site) -> Iterator[Any]:
    """The browser. Started last and ended first: Django refuses database access in a thread with a running event loop."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=ARGS)
        yield started
        started.close()


@pytest.fixture
def tab(browser: Any, site: Site) -> Iterator[Any]:
    """Return a function that opens a tab of a size, signed in or not."""
    contexts = []

    def open_tab(username: str = "", size: dict[str, int] = PHONE, *, scripts: bool = True) -> Tab:
        context = browser.new_context(viewport=size, locale="zh-CN", java_script_enabled=scripts)
        contexts.append(context)
        if username:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": site.sessions[username], "url": site.url}
            context.add_cookies([cookie])
        made = Tab(page=context.new_page(), site=site)
        made.watch()
        return made

    yield open_tab
    for context in contexts:
        context.close()


def _session(username: str) -> str:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)
