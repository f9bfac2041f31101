"""PDFs with actions, embedded files, encryption, endless structures, or a second file type."""

import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from tests import files
from tests.hostile.cases import Brought, brought

DAMAGED = ("file_damaged", "file_content")
Change = Callable[[Pdf], None]


def script(text: str = "app.alert(1)") -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(text))


def at_opening(action: Callable[[Pdf], Any]) -> Change:
    def change(document: Pdf) -> None:
        document.Root.OpenAction = action(document)

    return change


def on_page(**annotation: Any) -> Change:
    def change(document: Pdf) -> None:
        row = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **annotation)
        document.pages[0].Annots = Array([document.make_indirect(row)])

    return change


def action(kind: str, **more: Any) -> Change:
    return on_page(Subtype=Name.Link, A=Dictionary(S=Name(f"/{kind}"), **more))


def in_root(**entries: Any) -> Change:
    def change(document: Pdf) -> None:
        for name, value in entries.items():
            document.Root[f"/{name}"] = value

    return change


def named_script(document: Pdf) -> None:
    row = document.make_indirect(Dictionary(S=Name.JavaScript, JS=document.make_stream(b"x=1")))
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), row])))


def form(document: Pdf, **entries: Any) -> None:
    document.Root.AcroForm = Dictionary(Fields=Array(), **entries)


def orphan(document: Pdf) -> None:
    """Return a PDF with a script that only a later revision references."""
    document.Root.PieceInfo = Dictionary(x=document.make_indirect(script()))


def page_action(document: Pdf) -> None:
    document.pages[0].AA = Dictionary(O=script())


def bookmark(document: Pdf) -> None:
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("1", 0))
    document.Root.Outlines.First.A = script()


def player(document: Pdf) -> None:
    stream = Stream(document, b"U3D\0")
    stream.OnInstantiate = Stream(document, b"host.x=1")
    on_page(Subtype=Name("/3D"), **{"3DD": document.make_indirect(stream)})(document)


def field(document: Pdf) -> None:
    on_page(Subtype=Name.Widget, FT=Name.Tx, T=String("x"), AA=Dictionary(K=script(), C=script()))(document)
    document.Root.AcroForm = Dictionary(Fields=document.pages[0].Annots)


SCRIPTS: dict[str, Change] = {
    "at opening": at_opening(lambda document: script()),
    "at opening, in a stream": at_opening(
        lambda document: Dictionary(S=Name.JavaScript, JS=document.make_stream(b"x=1"))
    ),
    "after a link": at_opening(
        lambda document: Dictionary(S=Name.URI, URI=String("https://example.org"), Next=script())
    ),
    "by name": named_script,
    "when the page is shown": page_action,
    "when it is closed": in_root(AA=Dictionary(WC=script())),
    "bookmark": bookmark,
    "field": field,
    "nobody's": orphan,
    "launch": action("Launch", F=String("calc.exe")),
    "launch for windows": action("Launch", Win=Dictionary(F=String("cmd.exe"), P=String("/c calc"))),
    "launch at opening": at_opening(lambda document: Dictionary(S=Name.Launch, F=String("/bin/sh"))),
    "import": action("ImportData", F=String("x.fdf")),
    "sends the form": action("SubmitForm", F=String("http://127.0.0.1/")),
    "goes into a file": action("GoToE", T=Dictionary(R=Name.C)),
    "rendition": action("Rendition", JS=String("x=1")),
    "rich media": on_page(Subtype=Name.RichMedia, RichMediaContent=Dictionary()),
    "rich media by its kind": on_page(Subtype=Name.RichMedia),
    "rich media executes": action("RichMediaExecute"),
    "film": action("Movie"),
    "sound": action("Sound"),
    "film by its kind": on_page(Subtype=Name.Movie),
    "screen": on_page(Subtype=Name.Screen),
    "space": player,
    "dynamic form": lambda document: form(document, XFA=document.make_stream(b"<xdp/>")),
    "dynamic form in pieces": lambda document: form(document, XFA=Array([String("t"), document.make_stream(b"<t/>")])),
    "link that runs": action("URI", URI=String("javascript:alert(1)")),
    "link that runs, hidden": action("URI", URI=String(" java\tscript:alert(1)")),
    "link to the disk": action("URI", URI=String("file:///c:/windows/system32/calc.exe")),
    "link of data": action("URI", URI=String("data:text/html,<script>alert(1)</script>")),
}


def embed(document: Pdf) -> None:
    document.attachments["a.exe"] = b"MZ"


def annotate(document: Pdf) -> None:
    inner = Stream(document, b"MZ")
    on_page(Subtype=Name.FileAttachment, FS=Dictionary(F=String("a.exe"), EF=Dictionary(F=inner)))(document)


def associate(document: Pdf) -> None:
    inner = Stream(document, files.xlsx(), Type=Name.EmbeddedFile)
    document.Root.AF = Array([Dictionary(Type=Name.Filespec, F=String("a.xlsx"), EF=Dictionary(F=inner))])


def portfolio(document: Pdf) -> None:
    embed(document)
    document.Root.Collection = Dictionary(View=Name.T)


def typed(document: Pdf) -> None:
    document.Root.PieceInfo = document.make_indirect(Stream(document, b"MZ", Type=Name.EmbeddedFile))


def active() -> list[Brought]:
    """Yield PDFs with actions and embedded files, plain and compressed."""
    packing = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
    found = [
        brought(f"script {label}", "pdf", files.pdf(change=change), "file_script") for label, change in SCRIPTS.items()
    ]
    for label in ("at opening", "launch", "by name", "dynamic form"):
        found.append(brought(f"packed: {label}", "pdf", files.pdf(change=SCRIPTS[label], **packing), "file_script"))
    for change in (embed, annotate, associate, portfolio, typed):
        found.append(
            brought(f"brings: {change.__name__}", "pdf", files.pdf(change=change), "file_embedded", "file_script")
        )
    found.append(brought("packed: embed", "pdf", files.pdf(change=embed, **packing), "file_embedded"))
    figures = files.pdf(change=SCRIPTS["at opening"]).replace(b"/JavaScript", b"/J#61vaScript")
    found.append(brought("name in figures", "pdf", figures, *DAMAGED, "file_script"))
    found += [brought("later revision", "pdf", revised(b"<</S/JavaScript/JS(x)>>"), "file_script")]
    found += [brought("later revision launches", "pdf", revised(b"<</S/Launch/F(calc.exe)>>"), "file_script")]
    return found


def locked() -> list[Brought]:
    """Yield a PDF that asks its reader for a password."""
    lock = pikepdf.Encryption(owner="o", user="u")
    return [brought("reader's lock", "pdf", files.pdf(encryption=lock), "file_encrypted")]


def opened() -> list[Brought]:
    """Yield valid PDFs that open without a password, although their owner has one."""
    ways = {"R=2": 2, "R=3": 3, "R=4": 4, "R=6": 6}
    found = []
    for label, revision in ways.items():
        weak = {"aes": False, "metadata": False} if revision < 4 else {}
        lock = pikepdf.Encryption(owner="o", user="", R=revision, **weak)
        found.append(brought(f"owner's lock {label}", "pdf", files.pdf(encryption=lock)))
    return found


def broken() -> list[Brought]:
    """Yield PDFs with endless, circular or almost missing structures."""
    many = b"[" * 200_000
    root = b"<</Type/Catalog/Pages 2 0 R>>"
    endless = document_of({1: root, 2: b"<</Type/Pages/Kids[2 0 R]/Count 1>>"})
    circle = document_of({1: root, 2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>", 3: b"<</Type/Pages/Kids[2 0 R]>>"})
    absent = document_of({1: root, 2: b"<</Kids[9 0 R]/Count 100000>>"})
    deep = document_of({1: b"<</Type/Catalog/Pages<</Kids[]>>/X " + many + b">>"})
    return [
        brought("no pages", "pdf", document_of({1: b"<</Type/Catalog/Pages<</Kids[]/Count 0>>>>"}), *DAMAGED),
        brought("no catalogue", "pdf", b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF", *DAMAGED),
        brought("header alone", "pdf", b"%PDF-1.7\n%%EOF\n", *DAMAGED),
        brought("page in itself", "pdf", endless, *DAMAGED),
        brought("pages in a circle", "pdf", circle, *DAMAGED),
        brought("deep", "pdf", deep, *DAMAGED, "file_expands"),
        brought("100,000 pages said, none there", "pdf", absent, *DAMAGED),
        brought("2,001 pages", "pdf", crowded(2_001), "file_expands"),
        brought("objects that unpack to 120 MB", "pdf", packed_objects(120), *DAMAGED, "file_expands"),
        brought("packed five times", "pdf", packed_objects(1, times=5), *DAMAGED, "file_expands"),
        brought("no end", "pdf", files.pdf().replace(b"%%EOF", b""), *DAMAGED),
    ]  # fmt: skip


def mixed() -> list[Brought]:
    """Yield PDFs that are valid as another file type too."""
    whole = files.pdf()
    return [
        brought("and zip", "pdf", whole + files.xlsx(), *DAMAGED),
        brought("zip before", "pdf", files.xlsx() + whole, *DAMAGED),
        brought("zip between", "pdf", whole.replace(b"%%EOF", files.xlsx() + b"%%EOF"), *DAMAGED),
        brought("and page", "pdf", whole + b"<html><script>alert(1)</script></html>", *DAMAGED),
        brought("page before", "pdf", b"<script>alert(1)</script>\n" + whole, *DAMAGED),
        brought("gif before", "pdf", b"GIF89a " + whole, *DAMAGED),
        brought("script before", "pdf", b"#!/bin/sh\n" + whole, *DAMAGED),
        brought("program before", "pdf", b"MZ" + bytes(64) + whole, *DAMAGED),
        brought("picture behind", "pdf", whole + files.image("JPEG"), *DAMAGED),
        brought("blanks before", "pdf", b"\0" * 900 + whole, *DAMAGED),
        brought("program behind", "pdf", whole + b"\x7fELF" + bytes(64), *DAMAGED),
    ]


def document_of(objects: dict[int, bytes]) -> bytes:
    """Return a hand-written PDF: number → object."""
    data, places = b"%PDF-1.5\n", {}
    for number, text in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj%s endobj\n" % (number, text)
    rows = b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(places))
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, rows)
    return data + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(data))


def revised(opening: bytes) -> bytes:
    """Return a valid document with a second revision whose catalogue has an action."""
    page = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>"}
    page[3] = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    first = document_of(page)
    before = first.rindex(b"xref\n0")
    again = b"1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction %s>> endobj\n" % opening
    table = b"xref\n1 1\n%010d 00000 n \ntrailer<</Size 4/Root 1 0 R/Prev %d>>\n" % (len(first), before)
    return first + again + table + b"startxref\n%d\n%%%%EOF\n" % (len(first) + len(again))


def crowded(pages: int) -> bytes:
    def change(document: Pdf) -> None:
        for _ in range(pages - 1):
            document.add_blank_page()

    return files.pdf(change=change)


def packed_objects(megabytes: int, *, times: int = 2) -> bytes:
    """Return a PDF whose catalogue is in an object stream, compressed several times, followed by blanks."""
    content = b"1 0 <</Type/Catalog/Pages<</Type/Pages/Kids[<</Type/Page/MediaBox[0 0 9 9]>>]/Count 1>>>>"
    packing = zlib.compressobj(9)
    packed = (
        packing.compress(content)
        + b"".join(packing.compress(b" " * 1024**2) for _ in range(megabytes))
        + packing.flush()
    )
    for _ in range(times - 1):
        packed = zlib.compress(packed, 9)
    names = b"/FlateDecode" * times
    head = b"2 0 obj<</Type/ObjStm/N 1/First 4/Filter[%s]/Length %d>>stream\n" % (names, len(packed))
    data = b"%PDF-1.5\n" + head + packed + b"\nendstream endobj\n"
    rows = b"\0\0\0\0\0\x02\0\0\x02\0\x01\0\0\x09\0\x01" + len(data).to_bytes(3, "big") + b"\0"
    table = b"3 0 obj<</Type/XRef/Size 4/W[1 3 1]/Root 1 0 R/Length %d>>stream\n%s" % (len(rows), rows)
    return data + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % len(data)
