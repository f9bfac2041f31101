"""The vendored front end: unchanged, and complete for the pages."""

import re
import sys
from pathlib import Path

from core.web.menu import MENU, MENU_GROUPS
from core.web.state_words import TONES

ROOT = Path(__file__).resolve().parents[4]
SPRITE = (ROOT / "static/vendor/tabler-icons/sprite.svg").read_text("utf-8")


def test_vendored_files_match_their_checksums() -> None:
    sys.path.insert(0, str(ROOT / "scripts"))
    import vendor

    assert vendor.problems() == []


def test_every_icon_named_anywhere_is_in_the_sprite() -> None:
    templates = "\n".join(path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html"))
    named = set(re.findall(r'\{% icon "([a-z0-9-]+)"', templates)) | set(re.findall(r'icon="([a-z0-9-]+)"', templates))
    named |= {*TONES.values(), *(line.icon for line in [*MENU.values(), *MENU_GROUPS.values()])}
    assert named - set(re.findall(r'symbol id="([^"]+)"', SPRITE)) == set()


def test_style_sheets_and_scripts_ask_for_nothing_outside() -> None:
    files = [*(ROOT / "static").rglob("*.css"), *(ROOT / "static").rglob("*.js")]
    texts = {path.name: path.read_text("utf-8") for path in files}
    assert [
        name for name, text in texts.items() if re.search(r"url\([\"']?(data:|https?:|//)|sourceMappingURL", text)
    ] == []
