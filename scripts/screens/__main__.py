"""`make screens`: pictures of every page of every role at 1440 and 390 px, below var/screens, and what is found on them.

A fresh instance with the demonstration's data; a page is every kind of address that links lead to from the dashboard
of a role. ONLY=role takes some roles, ONLY=readme the pictures of the READMEs instead. Exit 1 where something is found.
"""

import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import django
from playwright.sync_api import sync_playwright

from scripts.chromium import find_chromium
from scripts.journey.instance import fresh_instance
from scripts.screens.crawl import DESK, shoot_pages
from scripts.screens.readme import shoot_readme

FOLDER = Path("var") / "screens"
VISITOR, README = "visitor", "readme"


def main(names: list[str]) -> int:
    program = find_chromium()
    if program is None:
        print("no Chromium on this machine: `make chromium` fetches one", file=sys.stderr)
        return 1
    with fresh_instance(staff_only=False) as instance, sync_playwright() as playwright:
        django.setup()
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        site = f"http://127.0.0.1:{instance.port}"
        open_page = partial(page_of, browser=browser, site=site, accounts=instance.accounts)
        if names == [README]:
            shoot_readme(open_page=open_page, site=site)
            found = 0
        else:
            found = shoot_all(names or [VISITOR, *instance.accounts], open_page=open_page, site=site)
        browser.close()
    return min(found, 1)


def shoot_all(names: list[str], *, open_page: Callable[[str], Any], site: str) -> int:
    """Write the pictures of every page of these people; return how many findings there are."""
    found = 0
    for name in names:
        page = open_page(name)
        start = "/" if name == VISITOR else "/dashboard/"
        for shot in shoot_pages(page=page, site=site, start=start, folder=FOLDER / name):
            found += len(shot.findings)
            print(f"{shot.file}  {shot.path}  {'; '.join(shot.findings)}", flush=True)
        page.context.close()
    print(f"{found} findings")
    return found


def page_of(name: str, *, browser: Any, site: str, accounts: Mapping[str, Mapping[str, str]]) -> Any:
    """Return a page of a browser in which this person is signed in; of the visitor, signed out."""
    page = browser.new_context(viewport=DESK, locale="zh-CN").new_page()
    if name != VISITOR:
        sign_in(page, site=site, account=accounts[name])
    return page


def sign_in(page: Any, *, site: str, account: Mapping[str, str]) -> None:
    """Sign in through the form, with the second factor where the account has one."""
    from accounts.services.second_factor import code_at
    from core.timekeeping.clock import real_now

    page.goto(f"{site}/account/login/")
    page.fill("[name=login]", account["username"])
    page.fill("[name=password]", account["password"])
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()
    if page.locator("[name=code]").count():
        page.fill("[name=code]", code_at(secret=account["secret"], moment=real_now()))
        page.press("[name=code]", "Enter")
    page.wait_for_url(lambda url: "/account/" not in url)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
