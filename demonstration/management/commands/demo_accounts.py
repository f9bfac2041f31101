"""Print the accounts of the demonstration."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from accounts.services.second_factor import code_at
from core.timekeeping import clock
from core.web.menu import ROLES
from demonstration.people import ACCOUNTS, PASSWORD, Account, needs_code, secret_of

HINT = "验证码 30 秒一换、只能用一次；取新的 / a new code: .venv/bin/python manage.py otp 用户名"


class Command(BaseCommand):
    help = "演示账号、密码和当前动态验证码 / accounts of the demonstration, with the codes of this moment."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="", help="where the site answers")
        parser.add_argument("--json", action="store_true", help="for programs, with the secrets of the second factors")

    def handle(self, *args: object, **options: object) -> None:
        if not settings.CLOCK_MOVABLE:
            raise CommandError("生产环境没有演示账号 / no demonstration accounts in production")
        if options["json"]:
            self.stdout.write(json.dumps([_as_data(account) for account in ACCOUNTS], ensure_ascii=False))
            return
        self.stdout.write(
            f"登录 Sign in: {options['address']}{reverse(settings.LOGIN_URL)}    密码 password: {PASSWORD}"
        )
        for account in ACCOUNTS:
            label = str(ROLES[account.role].label)
            self.stdout.write(f"  {account.username:14} {_code(account):6}  {_padded(label, 16)} {account.party}")
        self.stdout.write(HINT)


def _code(account: Account) -> str:
    """Return the one-time code of this moment; empty if the role needs none."""
    if not needs_code(account):
        return "-"
    return code_at(secret=secret_of(account.username), moment=clock.real_now())


def _as_data(account: Account) -> dict[str, str]:
    return {
        "username": account.username,
        "password": PASSWORD,
        "role": account.role,
        "party": account.party,
        "secret": secret_of(account.username) if needs_code(account) else "",
    }


def _padded(text: str, width: int) -> str:
    """Pad the text to a width in which a Chinese character counts twice."""
    return text + " " * max(0, width - sum(2 if ord(character) > 0x2E80 else 1 for character in text))
