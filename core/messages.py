"""Sentences for codes: every refusal and error has one in Chinese and in English, in the `messages.py` of its app."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.utils.translation import get_language

from core.errors import DomainError

MESSAGES: dict[str, tuple[str, str]] = {
    "busy": ("系统繁忙，请稍后再试。", "The system is busy; please try again in a moment."),
    "not_found": ("没有找到，或您无权查看。", "Not found, or not yours to see."),
    "denied": ("您的角色不能执行此操作。", "Your role does not allow this."),
    "not_authenticated": ("请先登录。", "Please sign in first."),
    "authentication_failed": ("登录信息无效或已过期，请重新登录。", "Your credentials are not valid or have expired."),
    "invalid": ("填写的内容有误，请检查。", "Something in the request is not valid."),
    "unknown_field": ("没有这个字段。", "There is no such field."),
    "required": ("此项必填。", "This field is required."),
    "parse_error": ("请求内容无法读取。", "The request could not be read."),
    "method_not_allowed": ("不支持此操作方法。", "This method is not allowed here."),
    "unsupported_media_type": ("不支持此内容类型。", "This media type is not supported."),
    "not_acceptable": ("不能以所要求的格式应答。", "No acceptable answer format."),
    "throttled": ("操作过于频繁，请在 {wait} 秒后再试。", "Too many requests; try again in {wait} seconds."),
    "acting_party_required": (
        "您属于多个单位，请用 Acting-Party 指明代表哪一个。",
        "You belong to several parties: name one in Acting-Party.",
    ),
    "idempotency_key_required": (
        "此操作需要幂等键：请在 Idempotency-Key 中给出一个 UUID。",
        "This operation needs an Idempotency-Key header holding a UUID.",
    ),
    "idempotency_key_reused": (
        "该幂等键已用于内容不同的请求，请换用新的键。",
        "This key was used for a request with another content: use a new one.",
    ),
    "stale_version": (
        "内容已被他人更新，请刷新后再试。",
        "It was changed by somebody else meanwhile: reload and try again.",
    ),
    "illegal_state": (
        "当前状态（{state}）不允许此操作。",
        "The present state ({state}) does not allow this.",
    ),
    "same_person": ("须由另一人办理：经办与审批不得为同一人。", "This must be done by a second person."),
    "file_too_large": ("文件超过 {limit} MB 的上限。", "The file is larger than the limit of {limit} MB."),
    "file_kind": ("不支持此类文件：{reason}。", "This kind of file is not accepted: {reason}."),
    "file_empty": ("文件是空的。", "The file is empty."),
    "clock_forward_only": ("时钟只能向前调整。", "The clock moves forward only."),
    "clock_fixed": ("正式环境不能调整时钟。", "The clock cannot be moved in production."),
}
CONSTRAINTS: dict[str, tuple[str, str]] = {}


def sentence(code: str, params: dict[str, Any], *, language: str | None = None) -> str:
    """The sentence for a code, in Chinese unless the language is English; a missing param shows as its name."""
    chinese, english = all_messages()[code]
    template = english if (language or get_language() or "zh").startswith("en") else chinese
    return template.format_map(_Lenient(params))


def constraint_error(name: str | None) -> DomainError | None:
    """The error a broken constraint means to a user, or None where it can only be a defect."""
    found = _collected("CONSTRAINTS").get(name or "")
    return DomainError(found[0], field=found[1] or None, kind="refused") if found else None


def advice(code: str, params: dict[str, Any], *, language: str | None = None) -> str:
    """What to do now after a code, from the ADVICE table of its app; empty where the sentence says it all."""
    chinese, english = _collected("ADVICE").get(code, ("", ""))
    template = english if (language or get_language() or "zh").startswith("en") else chinese
    return template.format_map(_Lenient(params))


def article(code: str) -> str:
    """The article a refusal rests on, as its number in the Measures ("12"), from the ARTICLES table; empty for none."""
    return str(_collected("ARTICLES").get(code, ""))


@cache
def all_messages() -> dict[str, tuple[str, str]]:
    """Every code of every app with its two sentences."""
    return _collected("MESSAGES")


@cache
def _collected(table: str) -> dict[str, tuple[str, str]]:
    merged: dict[str, tuple[str, str]] = {}
    for config in apps.get_app_configs():
        module = f"{config.name}.messages"
        if "." not in config.name and find_spec(module):
            merged |= getattr(import_module(module), table, {})
    return merged


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return key
