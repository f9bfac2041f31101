"""The three kinds of view the API has: a list, one object, a command."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, TypeAlias, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.utils.module_loading import import_string
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from core.access.checks import require
from core.idempotency.commands import KeyedRequest, Outcome, run_once
from core.timekeeping import clock
from core.values.actors import Actor
from core.values.errors import DomainError
from core.values.idempotency_keys import parse_key

Row = TypeVar("Row", bound=Model)
ApiData: TypeAlias = Mapping[str, Any]
"""`validated_data` of a serializer, which DRF types as Any: a view names its fields where it calls the service, whose
signature types them."""


class Acting(APIView):
    """A view that knows who acts: the party comes from the Acting-Party header, or is the only one the user has.

    `operation` names a row of an app's permissions.py.
    """

    operation: str

    @cached_property
    def actor(self) -> Actor:
        resolve = import_string(settings.ACTOR_RESOLVER)
        user = self.request.user
        known = getattr(user, "live_memberships", None)
        actor: Actor = resolve(user_id=user.pk, party=self.request.headers.get("Acting-Party"), known=known)
        return actor

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        require(self.actor, self.operation)


class ListView(Acting, ListAPIView[Any]):
    """A list of what the actor may see, by key, with filters. Give `serializer_class`, `filterset_class`, `visible`."""

    def visible(self) -> QuerySet[Model]:
        """The rows the actor may see."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Model]:
        return _described(self) if is_described(self) else self.visible()


class DetailView(Acting, RetrieveAPIView[Any]):
    """One object the actor may see; another party's is as absent."""

    def visible(self) -> QuerySet[Model]:
        """The rows the actor may see."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Model]:
        return _described(self) if is_described(self) else self.visible()


class Command(Acting, GenericAPIView[Any]):
    """A POST that creates or moves something: once a key, answered alike as often as it is sent.

    Give `operation`, `serializer_class` (the input), `output_class`, and `execute`, which makes one service call; or
    `perform`, where the service keeps the key itself.
    """

    output_class: ClassVar[type[BaseSerializer[Any]]]
    success_status: ClassVar[int] = 200

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> object:
        """The one service call; what it returns is rendered with `output_class`."""
        raise NotImplementedError

    def perform(self, request: KeyedRequest, *, data: ApiData, **ids: int) -> Outcome:
        """Do it and keep the answer, or find the answer that is kept."""
        return run_once(
            request=request, action=lambda: self.execute(data=data, at=request.at, **ids), render=self.render
        )

    def read(self, sent: object) -> ApiData:
        """What was sent, checked. ValidationError with the fields that are wrong."""
        serializer = self.get_serializer(data=sent)
        serializer.is_valid(raise_exception=True)
        values: ApiData = serializer.validated_data
        return values

    def render(self, result: Any) -> object:
        return self.output_class(result, context=self.get_serializer_context()).data

    def post(self, request: Request, **ids: int) -> HttpResponse:
        key = parse_key(request.headers.get("Idempotency-Key"))
        if key is None:
            raise DomainError("idempotency_key_required", field="Idempotency-Key")
        data, at = self.read(request.data), clock.now()
        keyed = KeyedRequest(
            actor_id=self.actor.user_id,
            key=key,
            operation=self.operation,
            payload={"party": self.actor.party_id, "ids": ids, "data": self.fingerprint(data)},
            at=at,
            status=self.success_status,
        )
        outcome = self.perform(keyed, data=data, **ids)
        headers = {"Idempotent-Replayed": "true"} if outcome.replayed else None
        return HttpResponse(outcome.text, status=outcome.status, headers=headers, content_type="application/json")

    def fingerprint(self, data: ApiData) -> Mapping[str, object]:
        """What tells two requests with one key apart; a view with files puts their hashes here."""
        return data


class Collection(ListView, Command):
    """A list, and at the same address the command that adds to it: `adding` names its operation, `input_class` its
    input; the rest is as for a list and for a command."""

    adding: ClassVar[str]
    input_class: ClassVar[type[BaseSerializer[Any]]]

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        if request.method == "POST":
            self.operation = self.adding
        super().initial(request, *args, **kwargs)

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return self.input_class if self.request.method == "POST" else super().get_serializer_class()


def is_described(view: APIView) -> bool:
    """Whether the view is only looked at to describe the API: nobody acts, and no database is needed."""
    return getattr(view, "swagger_fake_view", False)


def _described(view: GenericAPIView[Any]) -> QuerySet[Model]:
    model: type[Model] = view.serializer_class.Meta.model  # type: ignore[union-attr]
    return model._default_manager.none()


def visible_or_404(queryset: QuerySet[Row], pk: int) -> Row:
    """The row, or 404 exactly as for an absent one. For views whose command starts from an object."""
    found = queryset.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
