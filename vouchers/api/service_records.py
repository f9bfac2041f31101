"""Service records of a contract over the API."""

from datetime import datetime

from django.db.models import QuerySet

from core.api.serializers import Nothing
from core.api.views import ApiData, Collection, Command, DetailView, visible_or_404
from vouchers.api.contract_serializers import ServiceRecordOut, WorkIn
from vouchers.api.filters import ServiceRecordFilter
from vouchers.selectors.contracts import ServiceRecordRow, visible_contracts, visible_service_records
from vouchers.services.service_records import (
    Work,
    add_service_record,
    correct_service_record,
    remove_service_record,
)


def _work(data: ApiData) -> Work:
    values = dict(data)
    return Work(service_id=values.pop("service"), **values)


class ServiceRecords(Collection):
    """List the records of a contract; add one."""

    operation = "contract.read"
    adding = "service_record.write"
    serializer_class = ServiceRecordOut
    input_class = WorkIn
    output_class = ServiceRecordOut
    success_status = 201
    filterset_class = ServiceRecordFilter

    def visible(self) -> QuerySet[ServiceRecordRow]:
        contract = visible_or_404(visible_contracts(self.actor), self.kwargs["pk"])
        return visible_service_records(self.actor).filter(contract=contract)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ServiceRecordRow:
        return add_service_record(
            contract_id=ids["pk"],
            unit_id=self.actor.party,
            work=_work(data),
            actor_id=self.actor.user_id,
            at=at,
        )


class ServiceRecordDetail(DetailView):
    """One service record."""

    operation = "contract.read"
    serializer_class = ServiceRecordOut

    def visible(self) -> QuerySet[ServiceRecordRow]:
        return visible_service_records(self.actor)


class CorrectServiceRecord(Command):
    """Correct a record."""

    operation = "service_record.write"
    serializer_class = WorkIn
    output_class = ServiceRecordOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ServiceRecordRow:
        return correct_service_record(
            record_id=ids["pk"],
            unit_id=self.actor.party,
            work=_work(data),
            actor_id=self.actor.user_id,
            at=at,
        )


class RemoveServiceRecord(Command):
    """Remove a record that was entered by mistake."""

    operation = "service_record.write"
    serializer_class = Nothing
    output_class = Nothing

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> dict[str, object]:
        remove_service_record(record_id=ids["pk"], unit_id=self.actor.party, actor_id=self.actor.user_id, at=at)
        return {}
