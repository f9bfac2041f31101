"""Redemption batches over the API, for staff."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from core.api.serializers import IdField, Input, Nothing
from core.api.views import ApiData, Collection, Command, DetailView, visible_or_404
from redemptions.models import Redemption, RedemptionBatch
from redemptions.rules.states import BATCH
from redemptions.selectors.batches import batches_with_items, visible_batches
from redemptions.services import batches, decisions


class BatchItemOut(serializers.ModelSerializer[Redemption]):
    """A redemption in its batch; yuan."""

    unit_name = serializers.CharField(source="unit.party.name", read_only=True)
    applicant_name = serializers.CharField(source="applicant.name", read_only=True)
    contract_reference = serializers.CharField(source="contract.reference", read_only=True)

    class Meta:
        model = Redemption
        fields = [
            "id",
            "unit",
            "unit_name",
            "applicant",
            "applicant_name",
            "contract",
            "contract_reference",
            "state",
            "actual_amount",
            "payable",
            "decision",
            "decided_amount",
            "decision_reason",
            "decided_by",
            "fault",
            "notified_on",
            "appeal_by",
            "final_at",
            "version",
        ]
        read_only_fields = fields


class BatchOut(serializers.ModelSerializer[RedemptionBatch]):
    """A batch with the number of its items and their sums in yuan."""

    items_count = serializers.IntegerField(read_only=True)
    payable_total = serializers.DecimalField(14, 2, read_only=True, allow_null=True)
    decided_total = serializers.DecimalField(14, 2, read_only=True, allow_null=True)

    class Meta:
        model = RedemptionBatch
        fields = [
            "id",
            "title",
            "state",
            "items_count",
            "payable_total",
            "decided_total",
            "prepared_by",
            "created_at",
            "summarised_by",
            "summarised_at",
            "cleared_by",
            "cleared_at",
            "notice",
            "approved_by",
            "approved_at",
            "sent_back_reason",
            "closed_at",
            "version",
        ]
        read_only_fields = fields


class BatchDetailOut(BatchOut):
    """A batch with its items."""

    items = BatchItemOut(many=True, read_only=True)

    class Meta(BatchOut.Meta):
        fields = [*BatchOut.Meta.fields, "items"]
        read_only_fields = fields


class BatchIn(Input):
    """A new batch."""

    title = serializers.CharField(max_length=200)


class CollectIn(Input):
    """The redemptions to collect in the batch."""

    redemptions = serializers.ListField(child=IdField(), min_length=1, max_length=500)


class RemoveIn(Input):
    """The redemption to remove."""

    redemption = IdField()


class VersionIn(Input):
    """The version of the batch that the user saw, so that a change made since is refused instead of signed unseen."""

    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1, allow_null=True, default=None)


class SendBackIn(Input):
    """The reason for sending the batch back."""

    reason = serializers.CharField(max_length=1000)


class BatchFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By `state`."""

    state = django_filters.ChoiceFilter(choices=[(state, state) for state in BATCH.states])

    class Meta:
        model = RedemptionBatch
        fields: list[str] = []


class Batches(Collection):
    """List batches; create one."""

    operation = "batch.read"
    adding = "batch.prepare"
    serializer_class = BatchOut
    filterset_class = BatchFilter
    input_class = BatchIn
    output_class = BatchOut
    success_status = 201

    def visible(self) -> QuerySet[RedemptionBatch]:
        return visible_batches(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RedemptionBatch:
        batch = batches.create_batch(title=data["title"], actor_id=self.actor.user_id, at=at)
        return visible_batches(self.actor).get(pk=batch.pk)


class BatchDetail(DetailView):
    """A batch with its items."""

    operation = "batch.read"
    serializer_class = BatchDetailOut

    def visible(self) -> QuerySet[RedemptionBatch]:
        return batches_with_items(self.actor)


class _Step(Command):
    serializer_class: type[Input] = Nothing
    output_class = BatchOut
    step: ClassVar[Callable[..., object]]

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RedemptionBatch:
        visible = visible_batches(self.actor)
        batch = visible_or_404(visible, ids["pk"])
        type(self).step(batch_id=batch.pk, **self.arguments(data), actor_id=self.actor.user_id, at=at)
        return visible.get(pk=batch.pk)

    def arguments(self, data: ApiData) -> ApiData:
        return data


class CollectRedemptions(_Step):
    """Collect redemptions in a batch."""

    operation = "batch.prepare"
    serializer_class = CollectIn
    step = staticmethod(batches.collect_redemptions)

    def arguments(self, data: ApiData) -> ApiData:
        return {"redemption_ids": data["redemptions"]}


class RemoveRedemption(_Step):
    """Remove a redemption from a batch before its summary."""

    operation = "batch.prepare"
    serializer_class = RemoveIn
    step = staticmethod(batches.remove_redemption)

    def arguments(self, data: ApiData) -> ApiData:
        return {"redemption_id": data["redemption"]}


class BeginReview(_Step):
    """Close the collection and begin the review."""

    operation = "batch.prepare"
    step = staticmethod(batches.begin_review)


class SummariseBatch(_Step):
    """Summarise the review once every item is decided."""

    operation = "batch.prepare"
    step = staticmethod(batches.summarise_batch)


class ClearBatch(_Step):
    """Clear the summary, by a second person."""

    operation = "batch.clear"
    serializer_class = VersionIn
    step = staticmethod(batches.clear_batch)


class SendBackBatch(_Step):
    """Send a cleared batch back to its summary."""

    operation = "batch.clear"
    serializer_class = SendBackIn
    step = staticmethod(batches.return_batch)


class PublishBatch(_Step):
    """Publicise what the batch recommends."""

    operation = "batch.prepare"
    step = staticmethod(batches.publish_batch)


class RefuseBatch(_Step):
    """Refuse a publicised batch: it goes back to its summary, its notice is withdrawn."""

    operation = "batch.approve"
    serializer_class = SendBackIn
    step = staticmethod(batches.refuse_batch)


class ApproveBatch(_Step):
    """Approve a batch whose notice is over, except for items with an open objection."""

    operation = "batch.approve"
    serializer_class = VersionIn
    step = staticmethod(decisions.approve_batch)


class ApproveCarried(_Step):
    """Decide the carried items whose objections are dismissed."""

    operation = "batch.approve"
    step = staticmethod(decisions.approve_carried)
