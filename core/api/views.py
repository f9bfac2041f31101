"""Base classes of the API's views: a list, one object, a command, and a list with a command that adds to it."""

from collections.abc import Mapping, Set
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, TypeAlias, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.utils.module_loading import import_string
from rest_framework.fields import Field, ListField
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from core.access.checks import may, require_on_case
from core.api.parameters import StrictQuery
from core.idempotency.commands import KeyedRequest, Outcome, run_once
from core.timekeeping import clock
from core.values.actors import Actor
from core.values.errors import DomainError
from core.values.idempotency_keys import parse_key

Row = TypeVar("Row", bound=Model)
ApiData: TypeAlias = Mapping[str, Any]
"""`validated_data` of a serializer, which DRF types as Any. The signature of the called service types its fields."""


class Acting(StrictQuery):
    """A view with an actor. The party is that of the Acting-Party header, or the user's default or only one.

    `operation` names a row of an app's permissions.py.
    """

    operation: str

    @cached_property
    def actor(self) -> Actor:
        resolve = import_string(settings.ACTOR_RESOLVER)
        user = self.request.user
        actor: Actor = resolve(
            user_id=user.pk,
            party=self.request.headers.get("Acting-Party"),
            known=getattr(user, "live_memberships", None),
            default=getattr(user, "default_party_id", None),
        )
        return actor

    @cached_property
    def at(self) -> datetime:
        """The business moment of this request, read once."""
        return clock.now()

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        if not may(self.actor, self.operation):  # a substitute may do it on this case
            require_on_case(self.actor, self.operation, case_id=self.kwargs.get("pk"), at=self.at)


class ListView(Acting, ListAPIView[Any]):
    """A filtered list with keyset pagination. Subclasses give `serializer_class`, `filterset_class` and `visible`."""

    def visible(self) -> QuerySet[Model]:
        """Return the rows that the actor may see."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Model]:
        return _empty_rows(self) if is_for_schema(self) else self.visible()


class DetailView(Acting, RetrieveAPIView[Any]):
    """One object that the actor may see; 404 for another party's as for an absent one."""

    def visible(self) -> QuerySet[Model]:
        """Return the rows that the actor may see."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Model]:
        return _empty_rows(self) if is_for_schema(self) else self.visible()


class Command(Acting, GenericAPIView[Any]):
    """A POST that changes something, done once for each idempotency key; a repeat gets the stored answer.

    Subclasses give `operation`, `serializer_class` (the input), `output_class`, and `execute` with one service call, or
    `perform` where the service stores the key itself.
    """

    output_class: ClassVar[type[BaseSerializer[Any]]]
    success_status: ClassVar[int] = 200

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> object:
        """Call the service. The result is rendered with `output_class`."""
        raise NotImplementedError

    def perform(self, request: KeyedRequest, *, data: ApiData, **ids: int) -> Outcome:
        """Execute the command and store its answer, or return the stored answer."""
        return run_once(
            request=request, action=lambda: self.execute(data=data, at=request.at, **ids), render=self.render
        )

    def read(self, sent: object) -> ApiData:
        """Return the validated input. ValidationError with the fields that are wrong."""
        serializer = self.get_serializer(data=sent)
        serializer.is_valid(raise_exception=True)
        values: ApiData = serializer.validated_data
        return values

    def prepare(self, data: ApiData) -> ApiData:
        """Return the input of `execute`, after work that no transaction may wait for, such as the check of a file."""
        return data

    def render(self, result: Any) -> object:
        return self.output_class(result, context=self.get_serializer_context()).data

    def post(self, request: Request, **ids: int) -> HttpResponse:
        key = parse_key(request.headers.get("Idempotency-Key"))
        if key is None:
            raise DomainError("idempotency_key_required", field="Idempotency-Key")
        data, at = self.prepare(self.read(request.data)), self.at
        keyed = KeyedRequest(
            actor_id=self.actor.user_id,
            key=key,
            operation=self.operation,
            payload={"party": self.actor.party_id, "path": request.path, "data": self.fingerprint(data)},
            at=at,
            status=self.success_status,
        )
        outcome = self.perform(keyed, data=data, **ids)
        headers = {"Idempotent-Replayed": "true"} if outcome.replayed else None
        return HttpResponse(outcome.text, status=outcome.status, headers=headers, content_type="application/json")

    def fingerprint(self, data: ApiData) -> Mapping[str, object]:
        """Return the part of the input that a repeat must share; views with files put their hashes here."""
        return data


class PreviewView(Acting, GenericAPIView[Any]):
    """What a command would do, by the rules of the command (试算). Writes nothing and needs no idempotency key.

    Subclasses give `query_class`, the input in the query, and `output_class`.
    """

    query_class: ClassVar[type[BaseSerializer[Any]]]
    output_class: ClassVar[type[BaseSerializer[Any]]]

    def preview(self, data: ApiData, **ids: int) -> object:
        """Return what `output_class` renders."""
        raise NotImplementedError

    def get(self, request: Request, **ids: int) -> Response:
        serializer = self.query_class(data=request.query_params)
        serializer.is_valid(raise_exception=True)
        result = self.preview(serializer.validated_data, **ids)
        return Response(self.output_class(result, context=self.get_serializer_context()).data)

    def known_parameters(self) -> Set[str]:
        return frozenset(self._fields())

    def _several(self) -> Set[str]:
        return {name for name, field in self._fields().items() if isinstance(field, ListField)}

    def _fields(self) -> Mapping[str, Field[Any, Any, Any, Any]]:
        return getattr(self.query_class(), "fields", {})


class Collection(ListView, Command):
    """A list whose address also takes the command that adds to it.

    `adding` is the operation of the command and `input_class` its input. The rest is as in ListView and Command.
    """

    adding: ClassVar[str]
    input_class: ClassVar[type[BaseSerializer[Any]]]

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        if request.method == "POST":
            self.operation = self.adding
        super().initial(request, *args, **kwargs)

    def get_serializer_class(self) -> type[BaseSerializer[Any]]:
        return self.input_class if self.request.method == "POST" else super().get_serializer_class()


def is_for_schema(view: APIView) -> bool:
    """Whether the view was made to generate the API description, without an actor or a database."""
    return getattr(view, "swagger_fake_view", False)


def _empty_rows(view: GenericAPIView[Any]) -> QuerySet[Model]:
    model: type[Model] = view.serializer_class.Meta.model  # type: ignore[union-attr]
    return model._default_manager.none()


def visible_or_404(queryset: QuerySet[Row], pk: int) -> Row:
    """Return the row, for views whose command starts from an object. Http404 for an invisible or absent one."""
    found = queryset.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
