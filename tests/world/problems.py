"""Problem details of the API."""

from typing import Any

from core.messages.catalogue import sentence


def problem(answer: Any, *statuses: int) -> dict[str, Any]:
    """Return the problem of an answer; assert one of these statuses, a code and Chinese text."""
    assert answer.status_code in (statuses or (400,)), answer.content[:500]
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert set(body) == {"type", "status", "code", "title", "errors"}
    assert (body["type"], body["status"]) == ("about:blank", answer.status_code)
    assert (body["code"], body["title"]) == (body["errors"][0]["code"], body["errors"][0]["detail"])
    for error in body["errors"]:
        assert set(error) == {"code", "field", "params", "detail"}
        assert sentence(error["code"], {}, language="en") != sentence(error["code"], {}, language="zh-hans")
    return body
