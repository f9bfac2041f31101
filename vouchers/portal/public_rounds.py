"""Public pages of rounds."""

from core.web.pages import Context, PublicPage
from vouchers.portal.policies import deadline_lines
from vouchers.rules.states import OVER_ROUNDS
from vouchers.selectors.policies import get_policy
from vouchers.selectors.rounds import RoundRow, get_round, visible_rounds

MOST_ROUNDS = 50


SHOWN_DEADLINES = ("register_by", "valid_until", "redeem_by")
"""The deadlines that an applicant should know before a claim."""


class Rounds(PublicPage):
    """Every announced round: open ones first, then those to come, then those that are over."""

    template = "vouchers/round/public_list.html"

    def context(self) -> Context:
        newest = visible_rounds(None).order_by("-opens_at", "-id")[:MOST_ROUNDS]
        return {"rounds": sorted(newest, key=self._place)}

    def _place(self, row: RoundRow) -> int:
        if row.closes_at <= self.at or row.state in OVER_ROUNDS:
            return 2
        return 1 if row.opens_at > self.at else 0


class RoundPage(PublicPage):
    """One round: its window, its amount, the money left, who may claim."""

    template = "vouchers/round/public.html"

    def context(self) -> Context:
        row = get_round(self.kwargs["pk"])
        policy = get_policy(row.policy_version_id)
        return {"round": row, "policy": policy, "deadlines": deadline_lines(policy, SHOWN_DEADLINES)}


class RoundBalance(PublicPage):
    """The money left of a round: a fragment that the page requests repeatedly."""

    template = "vouchers/round/_balance.html"

    def context(self) -> Context:
        return {"round": get_round(self.kwargs["pk"])}
