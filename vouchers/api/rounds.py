"""Rounds over the API."""

from datetime import datetime

from django.db.models import QuerySet

from core.api.serializers import Nothing
from core.api.views import ApiData, Collection, Command, DetailView
from vouchers.api.filters import RoundFilter
from vouchers.api.serializers import ReasonIn, RoundEditIn, RoundIn, RoundOut, VersionIn
from vouchers.selectors.rounds import RoundRow, visible_rounds
from vouchers.services.rounds import (
    announce_round,
    close_round,
    create_round,
    edit_round,
    propose_round,
    refuse_round,
    settle_round,
    withdraw_round,
)


class Rounds(Collection):
    """List the rounds the reader may see; draft one."""

    operation = "round.read"
    adding = "round.manage"
    serializer_class = RoundOut
    input_class = RoundIn
    output_class = RoundOut
    success_status = 201
    filterset_class = RoundFilter

    def visible(self) -> QuerySet[RoundRow]:
        return visible_rounds(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RoundRow:
        values = dict(data)
        version_id = values.pop("policy_version")
        return create_round(policy_version_id=version_id, actor_id=self.actor.user_id, at=at, **values)


class RoundDetail(DetailView):
    """One round with the state of its money."""

    operation = "round.read"
    serializer_class = RoundOut

    def visible(self) -> QuerySet[RoundRow]:
        return visible_rounds(self.actor)


class EditRound(Command):
    """Change a draft."""

    operation = "round.manage"
    serializer_class = RoundEditIn
    output_class = RoundOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RoundRow:
        values = dict(data)
        version_id = values.pop("policy_version")
        return edit_round(
            round_id=ids["pk"], policy_version_id=version_id, actor_id=self.actor.user_id, at=at, **values
        )


class ProposeRound(Command):
    """Propose a draft to be announced by another person."""

    operation = "round.manage"
    serializer_class = VersionIn
    output_class = RoundOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RoundRow:
        return propose_round(round_id=ids["pk"], actor_id=self.actor.user_id, at=at, **data)


class WithdrawRound(Command):
    """Take a proposed round back to its draft."""

    operation = "round.manage"
    serializer_class = Nothing
    output_class = RoundOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RoundRow:
        return withdraw_round(round_id=ids["pk"], actor_id=self.actor.user_id, at=at)


class RefuseRound(Command):
    """Send a proposed round back to its draft, with a reason."""

    operation = "round.announce"
    serializer_class = ReasonIn
    output_class = RoundOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RoundRow:
        return refuse_round(round_id=ids["pk"], actor_id=self.actor.user_id, at=at, **data)


class AnnounceRound(Command):
    """Announce a proposed round, as a second person."""

    operation = "round.announce"
    serializer_class = VersionIn
    output_class = RoundOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RoundRow:
        return announce_round(round_id=ids["pk"], actor_id=self.actor.user_id, at=at, **data)


class CloseRound(Command):
    """Close a round before its closing time."""

    operation = "round.manage"
    serializer_class = ReasonIn
    output_class = RoundOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RoundRow:
        return close_round(round_id=ids["pk"], actor_id=self.actor.user_id, at=at, **data)


class SettleRound(Command):
    """Settle a closed round."""

    operation = "round.settle"
    serializer_class = Nothing
    output_class = RoundOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RoundRow:
        return settle_round(round_id=ids["pk"], actor_id=self.actor.user_id, at=at)
