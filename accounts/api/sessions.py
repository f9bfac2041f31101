"""Signing up, signing in, and the account in use."""

from typing import Any

from django.utils.translation import get_language_from_request
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, permissions
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.serializers import (
    CompleteInput,
    MeOutput,
    OwnPartyOutput,
    SignUpInput,
    SignUpOutput,
    TokenInput,
    TokenOutput,
    UserOutput,
)
from accounts.selectors.members import list_own_parties, needs_second_factor
from accounts.selectors.users import get_user, has_second_factor
from accounts.services.attempts import open_attempt
from accounts.services.devices import attempt_from, remember_device
from accounts.services.revocations import revoke_all_tokens, revoke_token
from accounts.services.sign_ups import complete_sign_up, request_sign_up
from accounts.services.tokens import issue_token
from core.access.checks import user_id_of
from core.api.parameters import StrictQuery
from core.api.throttles import plain
from core.api.views import ApiData
from core.timekeeping import clock


class Public(StrictQuery, GenericAPIView[Any]):
    """A view without authentication, throttled by the client's address."""

    authentication_classes = []
    permission_classes = [permissions.AllowAny]
    throttle_scope = "login"

    def get_authenticate_header(self, request: Request) -> str:
        return "Bearer"

    def read(self, request: Request) -> ApiData:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)


class Tokens(Public):
    """Tokens."""

    serializer_class = TokenInput

    @extend_schema(operation_id="tokens_create", responses={201: TokenOutput})
    def post(self, request: Request) -> Response:
        """Sign in. A wrong name, password or code gets the same answer (401). Needs a confirmed mail address.

        The answer sets a cookie, as the pages do: a client that sends it is known to the account, and guesses from
        elsewhere do not keep it out.
        """
        data = self.read(request)
        attempt = attempt_from(plain(request), username=data["username"])
        at = clock.now()
        if wait := open_attempt(attempt, at=at):
            raise exceptions.Throttled(wait)
        issued = issue_token(attempt, password=data["password"], code=data["code"], at=at, moment=clock.real_now())
        if issued is None:
            raise exceptions.AuthenticationFailed
        response = Response(TokenOutput(issued).data, status=201)
        remember_device(response, username=attempt.username)
        return response


class CurrentToken(StrictQuery):
    """The token in use."""

    @extend_schema(operation_id="tokens_current_destroy", responses={204: None}, request=None)
    def delete(self, request: Request) -> Response:
        """Revoke the token of this request."""
        digest = getattr(request.auth, "digest", "")
        revoke_token(digest=digest, user_id=user_id_of(request.user), at=clock.now())
        return Response(status=204)


class AllTokens(StrictQuery):
    """Every token of the account."""

    @extend_schema(operation_id="tokens_revoke_all", responses={204: None}, request=None)
    def post(self, request: Request) -> Response:
        """Revoke every token of the account."""
        revoke_all_tokens(user_id=user_id_of(request.user), at=clock.now())
        return Response(status=204)


class Users(Public):
    """Accounts."""

    serializer_class = SignUpInput

    @extend_schema(operation_id="users_create", responses={202: SignUpOutput})
    def post(self, request: Request) -> Response:
        """Ask for an account with a mail address; the answer is the same for every address. The rest comes by mail."""
        language = get_language_from_request(plain(request))
        request_sign_up(**self.read(request), language=language, at=clock.now())
        return Response(SignUpOutput({"sent": True}).data, status=202)


class CompleteUser(Public):
    """The link of a sign-up."""

    serializer_class = CompleteInput

    @extend_schema(operation_id="users_complete", responses={201: UserOutput})
    def post(self, request: Request) -> Response:
        """Open the account with the key of the link. It has no rights before it registers or joins a party."""
        user = complete_sign_up(**self.read(request), at=clock.now())
        return Response(UserOutput(user).data, status=201)


class Me(StrictQuery, GenericAPIView[Any]):
    """The account in use."""

    serializer_class = MeOutput

    @extend_schema(operation_id="me_retrieve", responses={200: MeOutput})
    def get(self, request: Request) -> Response:
        """Return the account, its parties and its roles in each."""
        user = get_user(user_id_of(request.user))
        more = {
            "has_second_factor": has_second_factor(user.pk),
            "needs_second_factor": needs_second_factor(user.pk),
            "default_party": user.default_party_id,
            "parties": OwnPartyOutput(list_own_parties(user.pk), many=True).data,
        }
        return Response({**UserOutput(user).data, **more})
