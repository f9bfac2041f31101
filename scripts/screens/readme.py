"""The eight pictures of the READMEs: `make screens ONLY=readme` writes docs/screens."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from scripts.screens.crawl import DESK, PHONE

FOLDER = Path("docs") / "screens"
WIDTH, MOST_HEIGHT = 960, 1070
"""Pixels of a picture of a desk; one of a phone keeps its width."""
PHONE_HEIGHT = 1500
COLOURS = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Whose page it is, its address, and the link on it that leads to the page of the picture, if any."""

    account: str
    path: str
    link: str = ""
    size: Mapping[str, int]


PICTURES: Mapping[str, Picture] = {
    "home.png": Picture(account="visitor", path="/", size=DESK),
    "firm.png": Picture(account="firm", path="/dashboard/", size=DESK),
    "coupon.png": Picture(account="firm", path="/coupons/?state=in_redemption", link="main td.cell-title a", size=DESK),
    "redemption.png": Picture(
        account="officer", path="/redemptions/?state=submitted", link="main td.cell-title a", size=DESK
    ),
    "officer.png": Picture(account="officer", path="/dashboard/", size=DESK),
    "batches.png": Picture(account="officer", path="/batches/", size=DESK),
    "auditor.png": Picture(account="auditor", path="/dashboard/", size=DESK),
    "claim-phone.png": Picture(account="firm", path="/coupons/claim/", link="main a[href*='/claim/']", size=PHONE),
}


def shoot_readme(*, open_page: Callable[[str], Any], site: str) -> None:
    """Write every picture; `open_page` returns a page on which an account is signed in."""
    pages: dict[str, Any] = {}
    for name, picture in PICTURES.items():
        if picture.account not in pages:
            pages[picture.account] = open_page(picture.account)
        page = pages[picture.account]
        page.set_viewport_size(picture.size)
        page.goto(site + picture.path)
        if picture.link:
            page.goto(site + page.locator(picture.link).first.get_attribute("href"))
        _write(page.screenshot(full_page=True), FOLDER / name, is_phone=picture.size is PHONE)
        print(FOLDER / name, page.url.removeprefix(site), flush=True)


def _write(data: bytes, file: Path, *, is_phone: bool) -> None:
    image = Image.open(io.BytesIO(data)).convert("RGB")
    if not is_phone:
        image = image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.Resampling.LANCZOS)
    image = image.crop((0, 0, image.width, min(image.height, PHONE_HEIGHT if is_phone else MOST_HEIGHT)))
    image.quantize(COLOURS).save(file, optimize=True)
