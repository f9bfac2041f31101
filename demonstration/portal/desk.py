"""The page of the demonstration with its accounts, the codes of this moment and the mails that it sent. Never in production."""

from pathlib import Path

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from accounts.services.second_factor import code_at
from core.timekeeping import clock
from core.web.fields import SearchField
from core.web.menu import ROLES
from core.web.pages import Context, PublicPage
from demonstration.mails import list_mails
from demonstration.people import ACCOUNTS, PASSWORD, Account, needs_code, secret_of

MOST_MAILS = 30
CODE_SECONDS = 30


class MailSearchForm(forms.Form):
    """Filter of the mails."""

    text = SearchField(label=_("收件邮箱"))


class Desk(PublicPage):
    """Accounts, codes and mails of the demonstration. Open to anybody who reaches this machine's site."""

    template = "demonstration/desk.html"

    def answer(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not settings.DEMONSTRATION_PAGES:
            raise Http404
        return super().answer(request, *args, **kwargs)

    def context(self) -> Context:
        form = MailSearchForm(self.request.GET)
        text = form.cleaned_data["text"] if form.is_valid() else ""
        return {
            "password": PASSWORD,
            "accounts": [_line(account) for account in ACCOUNTS],
            "seconds": CODE_SECONDS - int(clock.real_now().timestamp()) % CODE_SECONDS,
            "form": form,
            "mails": list_mails(folder=Path(settings.EMAIL_FILE_PATH), text=text, limit=MOST_MAILS),
        }


def _line(account: Account) -> Context:
    code = code_at(secret=secret_of(account.username), moment=clock.real_now()) if needs_code(account) else ""
    return {"account": account, "role": ROLES[account.role].label, "code": code}
