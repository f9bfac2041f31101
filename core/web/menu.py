"""The menu of each role, from MENU in the `messages` of every app. Permissions are in the apps' `permissions`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from core.messages.catalogue import Collected
from core.messages.tables import Entry, Group, RoleWords, Text

ROLES: Mapping[str, RoleWords] = Collected("ROLES")
MENU: Mapping[tuple[str, str], Entry] = Collected("MENU")
MENU_GROUPS: Mapping[str, Group] = Collected("MENU_GROUPS")


@dataclass(frozen=True)
class Link:
    """An entry of the menu for the template: a link, or a group when it has `links`."""

    label: Text
    icon: str
    url: str = ""
    is_current: bool = False
    links: tuple["Link", ...] = ()


def menu(*, roles: Iterable[str], path: str) -> list[Link]:
    """Return the menu of these roles, the public one for none, with the page of `path` marked as current.

    NoReverseMatch for an entry without a URL.
    """
    audiences = audiences_of(roles) or ["public"]
    return list(dict.fromkeys(link for audience in audiences for link in _lines(audience, path)))


def entry_label(name: str, *, roles: Iterable[str]) -> str:
    """Return what the menu of these roles calls a page; what that of staff calls it where theirs has no such page."""
    audiences = [*audiences_of(roles), "staff"]
    return next(str(MENU[audience, name].label) for audience in audiences if (audience, name) in MENU)


def audiences_of(roles: Iterable[str]) -> list[str]:
    """Return the audiences of these roles, in the order of the table."""
    seen = {ROLES[role].audience for role in roles}
    return list(dict.fromkeys(words.audience for words in ROLES.values() if words.audience in seen))


def role_labels(roles: Iterable[str]) -> list[str]:
    """Return the names of these roles, in the order of the table."""
    wanted = set(roles)
    return [str(words.label) for role, words in ROLES.items() if role in wanted]


def _lines(audience: str, path: str) -> Iterator[Link]:
    """Yield the pages and groups in the menu of one audience, in order."""
    entries = sorted(
        ((name, entry) for (whose, name), entry in MENU.items() if whose == audience), key=lambda each: _place(each[1])
    )
    for group, members in groupby(entries, key=lambda each: each[1].group):
        links = tuple(_link(entry, reverse(name), path) for name, entry in members)
        yield from [_group(MENU_GROUPS[group], links)] if group else links


def _place(entry: Entry) -> tuple[int, int]:
    return (MENU_GROUPS[entry.group].order, entry.order) if entry.group else (entry.order, 0)


def _link(entry: Entry, url: str, path: str) -> Link:
    pages = (url, *map(reverse, entry.also))
    return Link(entry.label, entry.icon, url, any(_is_within(path, page) for page in pages))


def _group(group: Group, links: tuple[Link, ...]) -> Link:
    return Link(group.label, group.icon, is_current=any(link.is_current for link in links), links=links)


def _is_within(path: str, url: str) -> bool:
    return path == url or (url.count("/") > 1 and path.startswith(url))
