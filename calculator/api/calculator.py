"""The policy calculator over the API, public."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from calculator.selectors.answers import answer_case
from calculator.selectors.calculator import get_calculator_calendar, get_calculator_policy
from core.access.limits import charge_cost
from core.api.parameters import StrictQuery
from core.api.throttles import plain
from core.values.errors import DomainError

MOST_CASES = 10_000
"""Cases in one request; about as many as fit in a body."""


class Calculator(StrictQuery):
    """政策计算器: the answers of the rules to one case or a list of cases. Writes nothing and needs no sign-in."""

    permission_classes = [AllowAny]
    throttle_scope = "calculator"
    query_parameters = frozenset({"policy"})

    @extend_schema(
        parameters=[OpenApiParameter("policy", OpenApiTypes.STR, description="政策代码 / code of the policy")],
        request=OpenApiTypes.ANY,
        responses={200: OpenApiTypes.ANY},
    )
    def post(self, request: Request) -> Response:
        """Return one answer for each case, in order, with its id; an invalid case gets an error instead."""
        policy = get_calculator_policy(request.query_params.get("policy", "beijing-2023"))
        calendar = get_calculator_calendar()
        if not isinstance(request.data, list):
            return Response(answer_case(case=request.data, policy=policy, calendar=calendar))
        if len(request.data) > MOST_CASES:
            raise DomainError("too_many_cases", limit=MOST_CASES)
        charge_cost(plain(request), scope="cases", cost=len(request.data))
        answers: list[Any] = [answer_case(case=case, policy=policy, calendar=calendar) for case in request.data]
        return Response(answers)
