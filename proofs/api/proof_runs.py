"""Runs of the proof of the books, for auditors and system administrators."""

from datetime import datetime

from django.db.models import QuerySet

from core.api.filters import RunFilter
from core.api.serializers import Nothing, RunOutput
from core.api.views import ApiData, Collection
from core.jobs.run_selectors import RunRow
from core.jobs.runner import request_run
from proofs.selectors.runs import PROVE, proof_runs


class ProofRuns(Collection):
    """Runs of the proof, newest first; POST proves the books now."""

    operation = "proof.read"
    adding = "proof.run"
    serializer_class = RunOutput
    input_class = Nothing
    output_class = RunOutput
    filterset_class = RunFilter
    success_status = 201

    def visible(self) -> QuerySet[RunRow]:
        return proof_runs()

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RunRow:
        return request_run(job=PROVE, actor=self.actor, at=at)
