"""The policy calculator, for everybody."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.errors import DomainError
from core.selectors.calendars import get_calendar
from vouchers.calculator import answer_case
from vouchers.policy_files import list_policy_files, load_policy_file
from vouchers.rules.policies import Policy
from vouchers.selectors.policies import find_in_force, get_policy

MOST_CASES = 1_000


class Calculator(APIView):
    """政策计算器: what the rules answer to one case or a list of cases; nothing is written, nobody need sign in."""

    permission_classes = [AllowAny]

    @extend_schema(
        parameters=[OpenApiParameter("policy", OpenApiTypes.STR, description="政策代码 / code of the policy")],
        request=OpenApiTypes.ANY,
        responses={200: OpenApiTypes.ANY},
    )
    def post(self, request: Request) -> Response:
        """One answer a case, in order, with the case's id; a case that is none gets an error in its place."""
        policy, calendar = _policy(request.query_params.get("policy", "beijing-2023")), get_calendar()
        if not isinstance(request.data, list):
            return Response(answer_case(case=request.data, policy=policy, calendar=calendar))
        if len(request.data) > MOST_CASES:
            raise DomainError("too_many_cases", limit=MOST_CASES)
        answers: list[Any] = [answer_case(case=case, policy=policy, calendar=calendar) for case in request.data]
        return Response(answers)


def _policy(code: str) -> Policy:
    if not code.isprintable():
        raise DomainError("not_found", field="policy", kind="missing")
    version = find_in_force(code)
    if version is not None:
        return get_policy(version.pk)
    if code in list_policy_files():
        return load_policy_file(code)
    raise DomainError("not_found", field="policy", kind="missing")
