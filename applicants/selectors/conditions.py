"""How an applicant stands by each condition of a claim. The policy is known above: settings.ELIGIBILITY_CHECK names the check."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from applicants.rules.profiles import ApplicantProfile, Condition


def check_profile(*, profile: ApplicantProfile, at: datetime) -> Sequence[Condition]:
    """Every condition of article 7 in its order, met or not; for a registered party its bar and its verification as well.
    Empty where no policy is in force and no round announced."""
    found: Sequence[Condition] = import_string(settings.ELIGIBILITY_CHECK)(profile=profile, at=at)
    return found
