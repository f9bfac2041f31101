"""The sections, articles and invariants of docs/domain.md that the code cites exist."""

import re
from collections.abc import Iterator

import pytest

from config.env import PROJECT

PAGE = (PROJECT / "docs/domain.md").read_text("utf-8")
SECTIONS = set(re.findall(r"^## (\d+)\.", PAGE, re.MULTILINE))
ARTICLES = set(re.findall(r"^\| ([\d.]+) \|", PAGE, re.MULTILINE))
INVARIANTS = set(re.findall(r"^\| (I\d+) \|", PAGE, re.MULTILINE))
SKIPPED = {"static", "var", "node_modules"}
TEXTS = sorted(
    path
    for suffix in (".py", ".md", ".toml", ".html")
    for path in PROJECT.rglob(f"*{suffix}")
    if not any(part in SKIPPED or part.startswith(".") for part in path.relative_to(PROJECT).parts)
)
DIGITS = ["", *"一二三四五六七八九"]


def number_of(chinese: str) -> str:
    """Return a Chinese number below 100: 第十五条 is 15."""
    tens, ten, ones = chinese.rpartition("十")
    return str((DIGITS.index(tens) or 1) * 10 * bool(ten) + DIGITS.index(ones))


def cited(text: str) -> Iterator[str]:
    """Return every section, article and invariant that a text cites."""
    yield from (f"section {number}" for number in re.findall(r"domain\.md,? sections? (\d+)", text))
    for listed in re.findall(r"\b[Aa]rticles? (\d+(?:\.\d)?(?:(?:,| and|, and| or| to) \d+(?:\.\d)?)*)", text):
        yield from (f"article {number}" for number in re.findall(r"\d+(?:\.\d)?", listed))
    for article, item in re.findall(r"第([一二三四五六七八九十]+)条(?:（?([一二三四五六七八九])(?:）|\b))?", text):
        yield f"article {number_of(article)}{f'.{number_of(item)}' if item else ''}"
    yield from re.findall(r"(?<![\w-])I\d+(?![\w-])", text)


def unknown(text: str) -> list[str]:
    """Return the citations of a text that the page lacks."""
    known = {f"section {number}" for number in SECTIONS} | {f"article {number}" for number in ARTICLES} | INVARIANTS
    return sorted(set(cited(text)) - known)


def test_the_page_has_all_of_them() -> None:
    assert {"1", "2", "3", "4", "5", "6", "7"} == SECTIONS
    assert {str(number) for number in range(1, 21)} <= ARTICLES
    assert {f"I{number}" for number in range(1, 15)} == INVARIANTS


def test_what_is_cited_is_there() -> None:
    found = {str(path.relative_to(PROJECT)): unknown(path.read_text("utf-8")) for path in TEXTS}
    found.pop("tests/architecture/test_domain.py")
    assert {name: names for name, names in found.items() if names} == {}


def test_the_page_is_cited_by_its_path() -> None:
    bare = re.compile(r"(?<![\w/])domain\.md section")
    assert [str(path.relative_to(PROJECT)) for path in TEXTS if bare.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("docs/domain.md section 9", ["section 9"]),
        ("(articles 15.2, 15.9)", ["article 15.9"]),
        ("article 21", ["article 21"]),
        ("第二十一条", ["article 21"]),
        ("第二十条、第十条、第九条", []),
        ("# 第十五条九", ["article 15.9"]),
        ("第十五条（二）、第十二条", []),
        ("(I3, I15)", ["I15"]),
        ("article 12: section 4", []),
    ],
)
def test_what_is_not_there_is_noticed(text: str, missing: list[str]) -> None:
    assert unknown(text) == missing
