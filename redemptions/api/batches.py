"""Redemption batches over the API, for staff."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from django.db.models import QuerySet

from accounts.api.case_serializers import PrincipalInput
from core.api.serializers import Input, Nothing
from core.api.views import ApiData, Collection, Command, DetailView, visible_or_404
from oversight.rules.stages import Stage
from redemptions.api.batch_serializers import (
    BatchActIn,
    BatchDetailOut,
    BatchIn,
    BatchOut,
    BatchStepOut,
    CollectIn,
    RemoveIn,
    SendBackIn,
    SignIn,
)
from redemptions.api.filters import BatchFilter
from redemptions.selectors.batches import BatchRow, batches_with_items, visible_batches
from redemptions.services import batches, decisions
from redemptions.services.signatures import sign_batch
from vouchers.api.serializers import VersionIn


class Batches(Collection):
    """List batches; create one."""

    operation = "batch.read"
    adding = "batch.prepare"
    serializer_class = BatchOut
    filterset_class = BatchFilter
    input_class = BatchIn
    output_class = BatchOut
    success_status = 201

    def visible(self) -> QuerySet[BatchRow]:
        return visible_batches(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> BatchRow:
        batch = batches.create_batch(title=data["title"], actor_id=self.actor.user_id, at=at)
        return visible_batches(self.actor).get(pk=batch.pk)


class BatchDetail(DetailView):
    """A batch with its items."""

    operation = "batch.read"
    serializer_class = BatchDetailOut

    def visible(self) -> QuerySet[BatchRow]:
        return batches_with_items(self.actor)


class _Step(Command):
    serializer_class: type[Input] = Nothing
    output_class = BatchStepOut
    step: ClassVar[Callable[..., BatchRow]]

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> BatchRow:
        visible = visible_batches(self.actor)
        batch = visible_or_404(visible, ids["pk"])
        done = type(self).step(batch_id=batch.pk, **self.arguments(data), actor_id=self.actor.user_id, at=at)
        row = visible.get(pk=batch.pk)
        row.set_aside = done.set_aside
        return row

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
    serializer_class = VersionIn
    step = staticmethod(batches.summarise_batch)


class ClearBatch(_Step):
    """Clear the summary, by a second person."""

    operation = "batch.clear"
    serializer_class = BatchActIn
    step = staticmethod(batches.clear_batch)


class SendBackBatch(_Step):
    """Send a cleared batch back to its summary."""

    operation = "batch.clear"
    serializer_class = SendBackIn
    step = staticmethod(batches.return_batch)


class PublishBatch(_Step):
    """Publicise the recommendations of the batch."""

    operation = "batch.prepare"
    step = staticmethod(batches.publish_batch)


class RefuseBatch(_Step):
    """Refuse a publicised batch: it goes back to its summary, its notice is withdrawn."""

    operation = "batch.approve"
    serializer_class = SendBackIn
    step = staticmethod(batches.refuse_batch)


class SignBatch(_Step):
    """Decide a further stage of a batch whose notice is over."""

    operation = "batch.sign"
    serializer_class = SignIn
    step = staticmethod(sign_batch)

    def arguments(self, data: ApiData) -> ApiData:
        return {**data, "stage": Stage(data["stage"])}


class ApproveBatch(_Step):
    """Approve a batch whose notice is over, except for items with an open objection."""

    operation = "batch.approve"
    serializer_class = BatchActIn
    step = staticmethod(decisions.approve_batch)


class ApproveCarried(_Step):
    """Decide the carried items whose objections are dismissed."""

    operation = "batch.approve"
    serializer_class = PrincipalInput
    step = staticmethod(decisions.approve_carried)
