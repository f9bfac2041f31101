"""Keep the English catalogue in step with the Chinese sentences of templates and code. Needs no gettext programs.

    python scripts/messages.py          collect every sentence, keep the translations, write django.po and django.mo
    python scripts/messages.py --check  change nothing; fail when a sentence has no English or the files are stale

The Chinese sentence is the key (msgid), so a template reads like its page. Translate in django.po.
"""

import argparse
import ast
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
FUNCTIONS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
SKIPPED = {".venv", ".local", ".git", "tests", "node_modules", "var", "scripts"}
HEADER = "Content-Type: text/plain; charset=UTF-8\nLanguage: en\nPlural-Forms: nplurals=2; plural=(n != 1);\n"

Sentence = tuple[str, bool]
"""A sentence and whether it has a plural form."""


def source_files(suffix: str) -> Iterator[Path]:
    for path in sorted(ROOT.rglob(f"*{suffix}")):
        if not SKIPPED & set(path.relative_to(ROOT).parts):
            yield path


def from_templates() -> Iterator[Sentence]:
    for path in [*source_files(".html"), *source_files(".txt")]:
        if "templates" not in path.parts:
            continue
        text = path.read_text("utf-8")
        for sentence in re.findall(r"""\b_\(["'](.+?)["']\)""", text):
            yield sentence, False
        yield from _translate_tags(iter(Lexer(text).tokenize()))


def _translate_tags(tokens: Iterator[Token]) -> Iterator[Sentence]:
    for token in tokens:
        if token.token_type is not TokenType.BLOCK:
            continue
        if found := re.match(r"""translate\s+(["'])(.+?)\1""", token.contents):
            yield found[2], False
        elif token.contents.startswith("blocktranslate"):
            yield _block(tokens, trimmed=" trimmed" in token.contents)


def _block(tokens: Iterator[Token], *, trimmed: bool) -> Sentence:
    """Return the sentence up to the end of its block, as Django builds it: `{{ name }}` becomes `%(name)s`."""
    text, plural = "", False
    for token in tokens:
        if token.token_type is TokenType.BLOCK:
            if token.contents == "endblocktranslate":
                break
            plural = True
        elif not plural:
            is_text = token.token_type is TokenType.TEXT
            text += token.contents.replace("%", "%%") if is_text else f"%({token.contents})s"
    return (trim_whitespace(text) if trimmed else text), plural


def from_code() -> Iterator[Sentence]:
    for path in source_files(".py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(sentence)), *_]) if (
                    name in FUNCTIONS
                ):
                    yield sentence, name.startswith("ngettext")


def sentences() -> dict[str, bool]:
    """Return every sentence, sorted → whether it has a plural form anywhere."""
    found: dict[str, bool] = {}
    for sentence, plural in [*from_templates(), *from_code()]:
        found[sentence] = found.get(sentence, False) or plural
    return dict(sorted(found.items()))


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def read_po() -> dict[str, list[str]]:
    """Return the translations by sentence: one, or singular and plural."""
    found: dict[str, list[str]] = {}
    if PO.exists():
        for block in PO.read_text("utf-8").split("\n\n")[1:]:
            lines = [line.partition(" ") for line in block.splitlines() if line.startswith("msg")]
            parts = {name: ast.literal_eval(text) for name, _space, text in lines}
            found[parts["msgid"]] = [text for name, text in parts.items() if name.startswith("msgstr")]
    return found


def write_po(wanted: dict[str, bool], known: dict[str, list[str]]) -> str:
    """Return the catalogue as text: unused sentences are dropped, new ones are empty."""
    blocks = [f'msgid ""\nmsgstr {_quote(HEADER)}']
    for sentence, plural in wanted.items():
        texts = [*known.get(sentence, []), "", ""][: 2 if plural else 1]
        lines = [f"msgid {_quote(sentence)}"]
        if plural:
            lines += [f"msgid_plural {_quote(sentence)}"]
            lines += [f"msgstr[{n}] {_quote(text)}" for n, text in enumerate(texts)]
        else:
            lines += [f"msgstr {_quote(texts[0])}"]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def compiled(wanted: dict[str, bool], known: dict[str, list[str]]) -> bytes:
    """Return the catalogue in gettext's binary form; a sentence without English falls back to Chinese."""
    pairs = {b"": HEADER.encode()}
    for sentence, plural in wanted.items():
        if all(known.get(sentence, [""])):
            key = f"{sentence}\0{sentence}" if plural else sentence
            pairs[key.encode()] = "\0".join(known[sentence]).encode()
    items = sorted(pairs.items())
    offset = 28 + 16 * len(items)
    tables: list[list[tuple[int, int]]] = [[], []]
    body = b""
    for side in (0, 1):
        for item in items:
            tables[side].append((len(item[side]), offset + len(body)))
            body += item[side] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(items), 28, 28 + 8 * len(items), 0, 0)
    return head + b"".join(struct.pack("<2I", *entry) for table in tables for entry in table) + body


def problems() -> list[str]:
    """Return every missing translation and every stale file."""
    wanted, known = sentences(), read_po()
    missing = [f"no English: {sentence}" for sentence in wanted if not all(known.get(sentence, [""]))]
    stale = [
        f"stale, run scripts/messages.py: {path.name}"
        for path, content in [
            (PO, write_po(wanted, known).encode()),
            (PO.with_suffix(".mo"), compiled(wanted, known)),
        ]
        if not path.exists() or path.read_bytes() != content
    ]
    return missing + stale


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="report, write nothing")
    if not parser.parse_args().check:
        wanted, known = sentences(), read_po()
        PO.parent.mkdir(parents=True, exist_ok=True)
        PO.write_text(write_po(wanted, known), "utf-8")
        PO.with_suffix(".mo").write_bytes(compiled(wanted, known))
    found = problems()
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
