"""The life of a party (docs/domain.md section 5)."""

from core.values.state_machine import APPLICANT, APPROVER, OFFICER, UNIT, Life, edge

PARTY = Life(
    name="party",
    initial=("registered",),
    edges=(
        edge("registered", "verified", "party.verified", who=OFFICER),
        edge("registered", "refused", "party.refused", who=OFFICER),
        edge("refused", "registered", "party.registered", who=APPLICANT + UNIT),
        edge("verified", "suspended", "party.suspended", who=OFFICER + APPROVER),
        edge("suspended", "verified", "party.resumed", who=OFFICER + APPROVER),
    ),
)
"""主体. One party a code: a refused one may register again."""

TAKEOVER = Life(
    name="takeover",
    initial=("requested",),
    edges=(
        edge("requested", "approved", "takeover.approved", who=OFFICER),
        edge("requested", "refused", "takeover.refused", who=OFFICER),
    ),
)
"""管理员接管. Decided by a case officer."""
