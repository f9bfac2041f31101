"""Rules of an app over an uploaded table, applied in the child process (core.files.checker) that reads it."""

from importlib import import_module

from core.files.plain_values import decode, encode
from core.files.sent_sheets import as_sheet
from core.files.table_reader import sent_sheets


def apply_rules(data: bytes, *, call: str) -> bytes:
    """Return in JSON what the rules make of the sheets of a table.

    `call` is JSON: the `kind` of the file as for `sent_sheets`, the `rules` as "module:function", their `params`. Raises
    the errors of `sent_sheets` and of the rules.
    """
    wanted = decode(call)
    module, name = wanted["rules"].split(":")
    sheets = [as_sheet(each) for each in sent_sheets(data, kind=wanted["kind"])]
    return encode(getattr(import_module(module), name)(sheets, **wanted["params"])).encode()
