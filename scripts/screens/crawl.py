"""Walking through the pages of one person: every kind of page that links lead to, once, at both widths."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
NO_PAGES = re.compile(r"^/(api|static|media|language|files)/|format=")
LINKS = """() => [...document.querySelectorAll("a[href]")].filter(a => a.origin === location.origin)
    .map(a => a.pathname + a.search)"""
MEASURE = """() => {
    const found = [], root = document.documentElement;
    const wider = root.scrollWidth - root.clientWidth;
    if (wider > 0) found.push(`${wider} px too wide`);
    const main = document.querySelector("main");
    const end = Math.max(0, ...[...main.children].map(child => child.getBoundingClientRect().bottom));
    const blank = Math.round(main.getBoundingClientRect().bottom - end);
    if (blank > 100 && root.scrollHeight > innerHeight) found.push(`${blank} px of blank page`);
    for (const cell of main.querySelectorAll("td, th, .card, dd")) {
        const box = cell.closest(".table-scroll") ?? cell;
        if (cell.scrollWidth - cell.clientWidth > 1 && getComputedStyle(box).overflowX === "visible")
            found.push(`cut off: ${cell.textContent.trim().slice(0, 30)}`);
    }
    for (const cell of main.querySelectorAll("td, th, dt, dd, p, label, legend, h2, .badge")) {
        const text = cell.textContent.trim(), size = parseFloat(getComputedStyle(cell).fontSize);
        const inner = cell.clientWidth - parseFloat(getComputedStyle(cell).paddingLeft) * 2;
        if (/[\\u4e00-\\u9fff]{3}/.test(text) && inner > 0 && inner < 2.2 * size && cell.clientHeight > 2.5 * size)
            found.push(`one character a line: ${text.slice(0, 30)}`);
    }
    return found;
}"""
"""The findings of a page that need no eye: too wide, a blank band below the content, cells cut off or too narrow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture of a page, and what was found on it."""

    file: Path
    path: str
    findings: list[str]


def shoot_pages(*, page: Any, site: str, start: str, folder: Path) -> Iterator[Shot]:
    """Open every kind of page that can be reached from `start` and write its pictures to the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    waiting, seen = deque([start]), set[str]()
    while waiting:
        path = waiting.popleft()
        name = page_name(path)
        if name is None or name in seen:
            continue
        seen.add(name)
        page.set_viewport_size(DESK)
        status = _open(page, site + path)
        if status is None:
            continue
        waiting.extend(page.evaluate(LINKS))
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            file = folder / f"{name}-{size['width']}.png"
            page.screenshot(path=file, full_page=True)
            problems = page.evaluate(MEASURE) if page.locator("main").count() else []
            yield Shot(file=file, path=path, findings=[*problems, *([f"status {status}"] if status >= 400 else [])])


def page_name(path: str) -> str | None:
    """Return the name of the URL of a page; None for what is not a page."""
    if NO_PAGES.search(path):
        return None
    try:
        return resolve(urlsplit(path).path).url_name
    except Resolver404:
        return None


def _open(page: Any, url: str) -> int | None:
    """Return the status of a page; None for what the browser downloads instead."""
    from playwright.sync_api import Error

    try:
        answer = page.goto(url)
    except Error as error:
        if "Download" in str(error) or "ERR_ABORTED" in str(error):
            return None
        raise
    return int(answer.status) if "text/html" in answer.headers.get("content-type", "") else None
