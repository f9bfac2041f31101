"""Pages of sign-up: the mail address, then with the link in the mail the name and password."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.portal.forms import CompleteForm, SignUpForm
from accounts.selectors.sign_ups import find_sign_up
from accounts.services.sign_ups import complete_sign_up, request_sign_up
from core.values.errors import DomainError
from core.web.next_page import next_page, with_next
from core.web.pages import PublicPage, sentences


class SignUp(PublicPage):
    """Ask for an account; the answer is the same for every mail address."""

    template = "accounts/sign_up.html"
    throttle_scope = "login"

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        return self.page(form=SignUpForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SignUpForm(request.POST)
        if not form.is_valid():
            return self.page(HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        request_sign_up(
            email=form.cleaned_data["email"],
            language=get_language() or "zh-hans",
            at=self.at,
            next_page=next_page(request),
        )
        return self.page(sent=True)


class Complete(PublicPage):
    """Choose the name and password of a new account, with the link in the mail."""

    template = "accounts/sign_up_complete.html"
    throttle_scope = "login"

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:  # type: ignore[override]
        valid = find_sign_up(key) is not None
        return self.page(HTTPStatus.OK if valid else HTTPStatus.NOT_FOUND, form=CompleteForm() if valid else None)

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        form = CompleteForm(request.POST)
        if not form.is_valid():
            return self.page(HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        chosen = {name: form.cleaned_data[name] for name in ("username", "name", "password")}
        try:
            complete_sign_up(key=key, **chosen, at=self.at)
        except DomainError as error:
            if error.kind not in ("invalid", "refused"):
                raise
            return self.page(HTTPStatus.UNPROCESSABLE_ENTITY, form=form, refusals=sentences(error))
        messages.success(request, _("账号已开通，请登录。"))
        to = with_next(reverse("account_login"), next_page(request))
        return HttpResponseRedirect(to, status=HTTPStatus.SEE_OTHER)
