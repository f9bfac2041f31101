"""Notices in the API: public, without personal data."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny

from core.api.parameters import StrictQuery
from core.api.views import ApiData, Command
from core.values.actors import PUBLIC, Actor
from oversight.api import serializers
from oversight.api.filters import NoticeFilter
from oversight.selectors.notices import NEWEST_FIRST, public_notices
from oversight.services.objections import file_objection


class NoticeList(StrictQuery, ListAPIView[Any]):
    """公示. Every notice with its items by day of publication, newest first, without authentication."""

    permission_classes = [AllowAny]
    serializer_class = serializers.NoticeOutput
    filterset_class = NoticeFilter

    def get_queryset(self) -> QuerySet[Model]:
        return public_notices().order_by(NEWEST_FIRST)


class NoticeDetail(StrictQuery, RetrieveAPIView[Any]):
    """A notice with its items, without authentication."""

    permission_classes = [AllowAny]
    serializer_class = serializers.NoticeOutput

    def get_queryset(self) -> QuerySet[Model]:
        return public_notices()


class FileObjection(Command):
    """File an objection to an item of a notice, without authentication."""

    authentication_classes = ()
    permission_classes = [AllowAny]
    throttle_scope = "objection"
    operation = "objection.file"
    serializer_class = serializers.ObjectionInput
    output_class = serializers.ObjectionReceipt
    success_status = 201

    @cached_property
    def actor(self) -> Actor:
        return PUBLIC

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return file_objection(notice_id=ids["notice"], item_id=ids["item"], **data, at=at)
