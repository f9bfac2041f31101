"""Template tags for components with logic: icons, badges, deadlines, form fields, refusals, charts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from urllib.parse import urlsplit

from django import forms, template
from django.forms.boundfield import BoundField
from django.template import Context
from django.templatetags.static import static
from django.urls import resolve
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import checks as permissions
from core.messages.catalogue import advice, article, sentence
from core.templatetags.formatting import days_until
from core.values.actors import Actor
from core.web.menu import Link, entry_label, menu, role_labels
from core.web.pages import Reason
from core.web.state_words import TONES, badge
from core.web.words import WORDS, readable

register = template.Library()

SOON = 7
"""A deadline with at most this many days left is shown as urgent."""


@register.simple_tag
@lru_cache(maxsize=1000)
def icon(name: str, css: str = "") -> SafeString:
    """Render an icon of the sprite, hidden from screen readers because it is always beside a word.

    A page has some seventy; each is rendered once a process.
    """
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        static("vendor/tabler-icons/sprite.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def acting(context: Context) -> Actor | None:
    """Return the actor of the view, else that of the session; None for the public."""
    actor: Actor | None = context.get("actor") or context["portal"].actor
    return actor


@register.filter
def may(actor: Actor, operation: str) -> bool:
    """Whether the actor may do the operation; links to others are not shown."""
    return permissions.may(actor, operation)


@register.simple_tag
def menu_of(actor: Actor | None, path: str) -> list[Link]:
    """Return the menu of an actor."""
    return menu(roles=actor.roles if actor else (), path=path)


@register.simple_tag
def menu_label(actor: Actor | None, name: str) -> str:
    """Return what the actor's menu calls a page, for its heading and for the trail of the pages below it."""
    return entry_label(name, roles=actor.roles if actor else ())


@register.filter
def roles_of(actor: Actor) -> str:
    """Return the names of the actor's roles: 申领单位负责人、评审专家."""
    return role_words(actor.roles)


@register.simple_tag
def role_label(role: str) -> str:
    """Return the name of a role."""
    return role_words([role])


@register.filter
def role_words(roles: Iterable[str]) -> str:
    """Return the names of roles, joined."""
    return _("、").join(role_labels(roles))


@register.filter
def word(code: str, kind: str) -> str:
    """Return the word for a code of this kind (core.web.words); the code itself where it has none."""
    return str(WORDS[kind].get(code, code))


@register.inclusion_tag("components/badge.html")
def state_badge(kind: str, state: str) -> dict[str, object]:
    """Render the badge of a state (core.web.state_words)."""
    return {"badge": badge(kind, state)}


@register.inclusion_tag("components/badge.html")
def tone_badge(word: str, tone: str, icon: str = "") -> dict[str, object]:
    """Render a badge with any word, in one of the tones of core.web.state_words."""
    return {"badge": {"word": word, "tone": tone, "icon": icon or TONES[tone]}}


@register.inclusion_tag("components/deadline.html")
def deadline(
    day: date | None,
    today: date | datetime,
    label: str = "",
    after: str = "",
    *,
    met: bool = False,
    provisional: bool = False,
) -> dict[str, object]:
    """Render a deadline: the day, the days left from `today`, and what happens after; `met` when it was met."""
    left = days_until(day, today)
    tone, name, words = ("draft", "calendar", "") if left is None else _urgency(left=left, met=met)
    return {
        "day": day,
        "label": label,
        "after": "" if met else after,
        "badge": {"word": words, "tone": tone, "icon": name},
        "provisional": provisional,
    }


def _urgency(*, left: int, met: bool) -> tuple[str, str, str]:
    if met:
        return "good", "circle-check", _("已完成")
    if left < 0:
        return "bad", "alert-triangle", ngettext("已过 %(n)d 天", "已过 %(n)d 天", -left) % {"n": -left}
    if left == 0:
        return "bad", "clock-exclamation", _("今天截止")
    words = ngettext("还剩 %(n)d 天", "还剩 %(n)d 天", left) % {"n": left}
    return ("act", "hourglass", words) if left <= SOON else ("run", "calendar-due", words)


@register.inclusion_tag("components/card_header.html")
def card_header(
    title: str, subtitle: str = "", url: str = "", url_label: str = "", level: int = 2
) -> dict[str, object]:
    """Render the header of a card; `url` adds a link at the right."""
    return {"title": title, "subtitle": subtitle, "url": url, "url_label": url_label, "level": level}


@register.inclusion_tag("components/stat_card.html")
def stat_card(
    label: str,
    value: object,
    unit: str = "",
    icon: str = "point",
    tone: str = "run",
    hint: str = "",
    url: str = "",
    used: Decimal | int | None = None,
    limit: Decimal | int | None = None,
) -> dict[str, object]:
    """Render one figure with its label; `used` of `limit` adds a bar for the used part of a limit."""
    return {
        "label": label,
        "value": value,
        "unit": unit,
        "icon": icon,
        "tone": tone,
        "hint": hint,
        "url": url,
        "used": used,
        "limit": limit,
    }


@register.inclusion_tag("components/empty.html", takes_context=True)
def empty_state(
    context: Context, title: str, hint: str = "", icon: str = "inbox", url: str = "", url_label: str = ""
) -> dict[str, object]:
    """Render the placeholder of an empty list: why it is empty, and what to do next, for who may open that page."""
    offered = url if url and _may_open(acting(context), url) else ""
    return {"title": title, "hint": hint, "icon": icon, "url": offered, "url_label": url_label}


def _may_open(actor: Actor | None, url: str) -> bool:
    """Whether the reader may open a page of the portal. The public may: a page that is not public asks to sign in."""
    view = getattr(resolve(urlsplit(url).path).func, "view_class", None)
    operation = getattr(view, "operation", "")
    return actor is None or not operation or permissions.may(actor, operation)


@register.inclusion_tag("components/note.html")
def note(
    text: str, title: str = "", tone: str = "run", icon: str = "info-circle", url: str = "", url_label: str = ""
) -> dict[str, object]:
    """Render a box with a note to the reader."""
    return {"text": text, "title": title, "tone": tone, "icon": icon, "url": url, "url_label": url_label}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, prefix: str = "", suffix: str = "") -> dict[str, object]:
    """Render a form field with label, help and errors, linked for screen readers.

    A placeholder of a library is left out: it repeats the label in other words.
    """
    bound.field.widget.attrs.pop("placeholder", None)
    return {
        "field": bound,
        "is_check": isinstance(bound.field.widget, forms.CheckboxInput),
        "prefix": prefix,
        "suffix": suffix,
    }


@register.filter
def control(bound: BoundField) -> SafeString:
    """Render the widget of a field with the classes of the style sheet."""
    match bound.field.widget:
        case forms.CheckboxSelectMultiple() | forms.RadioSelect():
            return bound.as_widget()
        case forms.CheckboxInput():
            css = "form-check-input"
        case forms.Select():
            css = "form-select"
        case _:
            css = "form-control"
    return bound.as_widget(attrs={"class": f"{css} is-invalid" if bound.errors else css})


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, object]:
    """Render all errors of a form, each linked to its field."""
    return {"form": form, "fields": [form[name] for name in form.errors if name in form.fields]}


@register.inclusion_tag("components/submit.html")
def submit(label: str, icon: str = "", tone: str = "primary", name: str = "", value: str = "") -> dict[str, object]:
    """Render a submit button that is disabled while its form or HTMX request is being sent."""
    return {"label": label, "icon": icon, "tone": tone, "name": name, "value": value}


@register.simple_tag
def idempotency_key(key: object) -> SafeString:
    """Render the hidden idempotency key (幂等键) of a form; core.web.pages.FormPage provides it as `key`."""
    return format_html('<input type="hidden" name="key" value="{}">', key)


@register.inclusion_tag("components/refusals.html")
def refusals(reasons: Iterable[Reason], title: str = "") -> dict[str, object]:
    """Render every reason of a refusal (code, params): its sentence, the article, and the advice.

    `title` is a heading for reasons that are shown before the user has tried anything.
    """
    lines = []
    for reason in reasons:
        params = readable(reason["code"], reason.get("params", {}))
        lines.append(
            {
                "code": reason["code"],
                "sentence": sentence(reason["code"], params),
                "article": article(reason["code"]),
                "advice": advice(reason["code"], params),
                "url": reason.get("url", ""),
            }
        )
    return {"lines": lines, "title": title}


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(context: Context, label: str, key: str, css: str = "") -> dict[str, object]:
    """Render a column heading that sorts by `key`, in reverse when the list is sorted by it (`?sort=-key`)."""
    query = context["request"].GET.copy()
    now = query.get("sort", "")
    query["sort"] = f"-{key}" if now == key else key
    for name in ("after", "before"):
        query.pop(name, None)
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "none")
    return {"label": label, "css": css, "query": query.urlencode(), "direction": direction}


@dataclass(frozen=True)
class Bar:
    """One bar of a chart, in units of the SVG's view box."""

    label: str
    value: Decimal
    x: float
    y: float
    height: float


WIDTH, TOP, BASE, LEFT, BAR = 400, 36, 210, 46, 28


@register.inclusion_tag("components/stacked_bar.html")
def stacked_bar(total: Decimal, *parts: tuple[str, str, Decimal]) -> dict[str, object]:
    """Render the parts of a total, each (label, tone, amount in yuan), as one bar and its legend."""
    shown, place = [], 0.0
    for label, tone, amount in parts:
        width = float(100 * amount / total) if total else 0.0
        shown.append({"label": label, "tone": tone, "amount": amount, "x": place, "width": width})
        place += width
    return {"total": total, "parts": shown}


@register.simple_tag
def part(label: str, tone: str, amount: Decimal) -> tuple[str, str, Decimal]:
    """Return one part of a `stacked_bar`."""
    return label, tone, amount


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(title: str, unit: str, points: Iterable[tuple[str, Decimal]]) -> dict[str, object]:
    """Render a bar chart as SVG, with the same figures as a table for screen readers."""
    pairs = list(points)
    top = _round_top(max((value for _label, value in pairs), default=Decimal(0)))
    step = (WIDTH - LEFT) / max(len(pairs), 1)
    bars = [
        Bar(
            label,
            value,
            LEFT + step * (i + 0.5),
            BASE - float(value / top) * (BASE - TOP),
            float(value / top) * (BASE - TOP),
        )
        for i, (label, value) in enumerate(pairs)
    ]
    lines = [(top * i / 4, BASE - (BASE - TOP) * i / 4) for i in range(5)]
    width = min(BAR, step * 0.6)
    return {
        "title": title,
        "unit": unit,
        "bars": bars,
        "lines": lines,
        "width": width,
        "offset": -width / 2,
        "right": WIDTH,
    }


def _round_top(value: Decimal) -> Decimal:
    """Return the next of 4, 8, 20, 40, 80 …, so that the four grid lines have short numbers."""
    top = Decimal(4)
    while top < value:
        top *= Decimal("2.5") if str(top).startswith("8") else 2
    return top
