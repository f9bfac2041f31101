"""Signing up, signing in, and the account in use."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, permissions
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.serializers import MeOutput, OwnPartyOutput, SignUpInput, TokenInput, TokenOutput, UserOutput
from accounts.rules.attempts import Attempt
from accounts.selectors.members import list_own_parties, needs_second_factor
from accounts.selectors.users import get_user, has_second_factor
from accounts.services.attempts import open_attempt
from accounts.services.revocations import revoke_all_tokens, revoke_token
from accounts.services.tokens import issue_token
from accounts.services.users import sign_up
from core.access.addresses import client_address
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
        """Sign in. A wrong name, password or code gets the same answer (401)."""
        data = self.read(request)
        attempt = Attempt(username=data["username"], address=client_address(plain(request)))
        at = clock.now()
        if wait := open_attempt(attempt, at=at):
            raise exceptions.Throttled(wait)
        issued = issue_token(attempt, password=data["password"], code=data["code"], at=at, moment=clock.real_now())
        if issued is None:
            raise exceptions.AuthenticationFailed
        return Response(TokenOutput(issued).data, status=201)


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

    @extend_schema(operation_id="users_create", responses={201: UserOutput})
    def post(self, request: Request) -> Response:
        """Open an account. It has no rights until it registers a party or a party adds it as a member."""
        user = sign_up(**self.read(request), at=clock.now())
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
