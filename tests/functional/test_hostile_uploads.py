"""Hostile uploads over the API and the pages: one for each code and kind is refused with its sentence, nothing is stored."""

from pathlib import Path

import pytest
from django.conf import settings

from core.models import Attachment, Event
from redemptions.models import Redemption
from tests import files
from tests.factories import redemptions
from tests.factories.api import Caller
from tests.factories.pages import Visitor, codes
from tests.hostile import containers, kinds, pdfs, pictures, texts
from tests.hostile.cases import Brought

pytestmark = pytest.mark.django_db


def one_of_each() -> list[Brought]:
    """Return the first hostile file of every kind of attachment and refusal code."""
    every = [*kinds.wrong_kinds(), *kinds.pieces(), *pictures.pictures(), *texts.tables(), *texts.documents()]
    every += [*texts.names(), *containers.harmful_parts(), *pdfs.active(), *pdfs.locked(), *pdfs.mixed()]
    small = [
        each for each in every if each.door == "attachment" and len(each.data) < 10**6 and each.name.strip("./\\ \0")
    ]
    return list({(each.label.split(":")[0], each.codes): each for each in reversed(small)}.values())


@pytest.fixture
def draft(time_machine) -> Redemption:
    time_machine.move_to(redemptions.DONE, tick=False)
    return redemptions.draft()


def kept() -> tuple[int, int, int]:
    """Return rows, events and files on the disk."""
    return Attachment.objects.count(), Event.objects.count(), sum(1 for _ in Path(settings.MEDIA_ROOT).rglob("*"))


def test_the_api_refuses_each_in_its_words_and_keeps_nothing(draft):
    caller, before = Caller(redemptions.operator(draft)), kept()
    path = f"/api/v1/redemptions/{draft.pk}/attachments/"
    brought = one_of_each()
    assert len(brought) > 25
    for number, each in enumerate(brought):
        headers = {**caller.headers, "Idempotency-Key": f"00000000-0000-4000-8000-{number:012d}"}
        body = {"kind": each.kind, "file": files.upload(each.name, each.data)}
        answer = caller.client.post(path, body, format="multipart", headers=headers)
        assert answer.status_code == 400 and answer.headers["Content-Type"] == "application/problem+json", each.label
        [error] = answer.json()["errors"]
        assert (error["code"] in each.codes, error["field"], bool(error["detail"])) == (True, "file", True), each.label
    assert kept() == before


def test_the_page_refuses_them_too_and_takes_an_honest_one(draft):
    visitor, before = Visitor(redemptions.operator(draft)), kept()
    path = f"/redemptions/{draft.pk}/files/add/"
    for each in one_of_each()[::5]:
        answer = visitor.post(path, kind=each.kind, file=files.upload(each.name, each.data))
        assert answer.status_code == 422 and set(codes(answer)) <= set(each.codes), each.label
    assert kept() == before
    assert visitor.post(path, kind="result", file=files.upload("报告.pdf", files.pdf())).status_code == 303
    assert Attachment.objects.get().name == "报告.pdf"
