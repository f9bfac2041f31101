"""The OpenAPI description: headers, problem answers, and commands."""

from typing import Any

from drf_spectacular.openapi import AutoSchema as SpectacularSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from core.api.problems import CONTENT_TYPE
from core.api.views import Acting, Command, PreviewView


class ProblemError(serializers.Serializer[Any]):
    """One reason of a problem."""

    code = serializers.CharField()
    field = serializers.CharField(allow_null=True)
    params = serializers.DictField()
    detail = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """Problem details (RFC 9457)."""

    type = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    errors = ProblemError(many=True)  # type: ignore[assignment]


class AutoSchema(SpectacularSchema):
    """Add to each operation its headers, its problem answers, and the input and output of a command."""

    def get_override_parameters(self) -> list[Any]:
        parameters: list[Any] = []
        if isinstance(self.view, Acting):
            parameters.append(
                OpenApiParameter(
                    "Acting-Party",
                    OpenApiTypes.INT64,
                    OpenApiParameter.HEADER,
                    description="代表的单位 / party acted for",
                )
            )
        if isinstance(self.view, PreviewView) and self.view.known_parameters():
            parameters.append(self.view.query_class)
        if self._command:
            parameters.append(
                OpenApiParameter(
                    "Idempotency-Key", OpenApiTypes.UUID, OpenApiParameter.HEADER, required=True, description="幂等键"
                )
            )
        return parameters

    def get_request_serializer(self) -> Any:
        return self._command.get_serializer_class() if self._command else super().get_request_serializer()

    def get_response_serializers(self) -> Any:
        if self._command:
            return {self._command.success_status: self._command.output_class}
        if isinstance(self.view, PreviewView):
            return self.view.output_class
        return super().get_response_serializers()

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        statuses = [400, 401, 403, 404, 406, 429, 503, *([409, 413, 415] if self.method == "POST" else [])]
        problems = {
            str(status): self._get_response_for_code(Problem, str(status), [CONTENT_TYPE], direction)  # type: ignore[no-untyped-call]
            for status in statuses
        }
        return problems | super()._get_response_bodies(direction)

    @property
    def _command(self) -> Command | None:
        return self.view if isinstance(self.view, Command) and self.method == "POST" else None
