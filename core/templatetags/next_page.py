"""The tag of links that lead back to where the user came from."""

from django import template
from django.template import Context
from django.urls import reverse

from core.web.next_page import next_page, with_next

register = template.Library()


@register.simple_tag(takes_context=True)
def url_with_next(context: Context, name: str) -> str:
    """Return the URL of a page, with the address to come back to that this page was given."""
    return with_next(reverse(name), next_page(context["request"]))
