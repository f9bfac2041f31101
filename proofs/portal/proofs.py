"""The proof of the books: what it checks, its last result, and running it now."""

from collections.abc import Sequence

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.jobs.runner import request_run
from core.web.confirm_pages import ConfirmPage
from core.web.pages import Context, FormData, Page
from core.web.words import WORDS
from proofs.selectors.runs import PROVE, count_checks, find_last_proof, proof_runs

LATEST = 10


class Proof(Page):
    """What the proof checks, and its latest runs."""

    operation = "proof.read"
    template = "proofs/page.html"

    def context(self) -> Context:
        checks = count_checks()
        words = WORDS["invariant"]
        return {
            "last": find_last_proof(),
            "runs": proof_runs().order_by("-pk")[:LATEST],
            "lines": [{"code": code, "sentence": words[code], "count": count} for code, count in checks.items()],
            "total": sum(checks.values()),
            "can_run": self.may("proof.run"),
        }


class RunProof(ConfirmPage):
    """Prove the books now, in the background."""

    machine = "job"
    operation = "proof.run"
    title = gettext_lazy("立即核对账目")
    confirm_label = gettext_lazy("立即核对")
    tone = "primary"
    icon = "shield-check"
    done = gettext_lazy("核对已排队，稍后刷新查看结果。")

    def consequences(self) -> Sequence[str]:
        return (_("后台立即核对全部账目一次；"), _("核对只读取数据，不作任何改变。"))

    def back_url(self) -> str:
        return reverse("proof")

    def execute(self, data: FormData, **ids: int) -> Model:
        return request_run(job=PROVE, actor=self.actor, at=self.at)
