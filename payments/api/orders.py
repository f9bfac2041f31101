"""Payment orders over the API."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from django.db.models import Model, QuerySet
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.api.case_serializers import PrincipalInput
from core.api.serializers import Input, Nothing
from core.api.views import Acting, ApiData, Collection, Command, DetailView
from core.files.downloads import as_download
from oversight.rules.stages import Stage
from payments.api import serializers
from payments.api.filters import OrderFilter
from payments.rules.payee_accounts import AccountKind
from payments.selectors.payments import visible_orders
from payments.services import building, orders, sending
from payments.services.bank_files import open_bank_file


class Orders(Collection):
    """List payment orders (staff), or put payments on a new one."""

    operation = "payment_order.read"
    adding = "payment_order.prepare"
    serializer_class = serializers.OrderOutput
    filterset_class = OrderFilter
    input_class = serializers.PrepareInput
    output_class = serializers.OrderStepOutput
    success_status = 201

    def visible(self) -> QuerySet[Model]:
        return visible_orders(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return orders.prepare_order(payment_ids=data["payments"], actor_id=self.actor.user_id, at=at)


class BuildOrder(Command):
    """Begin an order of everything that is due to accounts of a kind. It is built in chunks."""

    operation = "payment_order.prepare"
    serializer_class = serializers.BuildInput
    output_class = serializers.OrderStepOutput
    success_status = 201

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        kind = AccountKind(data["kind"])
        return building.build_order(kind=kind, actor_id=self.actor.user_id, at=at)


class OrderDetail(DetailView):
    """A payment order with its file."""

    operation = "payment_order.read"
    serializer_class = serializers.OrderDetailOutput

    def visible(self) -> QuerySet[Model]:
        return visible_orders(self.actor)


class _Step(Command):
    serializer_class: type[Input] = Nothing
    output_class = serializers.OrderStepOutput
    step: ClassVar[Callable[..., Model]]

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return type(self).step(order_id=ids["pk"], **data, actor_id=self.actor.user_id, at=at)


class SignOrder(_Step):
    """Decide a further stage of a prepared order."""

    operation = "payment_order.sign"
    serializer_class = serializers.SignInput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        values = {**data, "stage": Stage(data["stage"])}
        return orders.sign_order(order_id=ids["pk"], **values, actor_id=self.actor.user_id, at=at)


class ApproveOrder(_Step):
    """Approve an order, by a second person."""

    operation = "payment_order.approve"
    serializer_class = PrincipalInput
    step = staticmethod(orders.approve_order)


class ExportOrder(_Step):
    """Send an approved order to the bank with a file in the chosen format."""

    operation = "payment_order.export"
    serializer_class = serializers.ExportInput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return sending.export_order(order_id=ids["pk"], format_code=data["format"], actor_id=self.actor.user_id, at=at)


class OrderFile(Acting, APIView):
    """The file of an order, as a download: the same bytes each time."""

    operation = "payment_order.download"

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, **ids: int) -> FileResponse:
        file = open_bank_file(order_id=ids["pk"], actor_id=self.actor.user_id, at=self.at)
        return as_download(name=file.name, content=file.content)


class CancelOrder(_Step):
    """Cancel an order before it is sent."""

    operation = "payment_order.cancel"
    serializer_class = serializers.PaymentReasonInput
    step = staticmethod(orders.cancel_order)
