"""Pairs: appeals of both sides, and the job that makes decisions final."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

from redemptions.rules.states import AppealState
from redemptions.services.appeal_decisions import decide_appeals, examine_appeals
from redemptions.services.appeals import file_appeal, waive_appeal
from redemptions.services.decisions import finalise_decisions
from tests.concurrency.interleaving.pairs import Meeting, Work, ignore, pair
from tests.factories import appeals as make
from tests.factories import batches
from tests.factories.contracts import user


def filing(row: make.Redemption, side: str) -> Work:
    """Appeal in the last second, as a side."""
    file = partial(file_appeal, redemption_id=row.pk, party_id=make.party_of(row, side), text="服务记录齐全")
    return partial(file, actor_id=user().pk, at=make.LAST_APPEAL)


def waiving(row: make.Redemption, side: str) -> Work:
    """Waive in the last second, as a side."""
    waive = partial(waive_appeal, redemption_id=row.pk, party_id=make.party_of(row, side))
    return partial(waive, actor_id=user().pk, at=make.LAST_APPEAL)


def finalising() -> Work:
    """Run the job, a second later."""
    return partial(finalise_decisions, at=make.UNAPPEALED, progress=ignore)


def deciding(appeal: make.Appeal, outcome: AppealState, amount: str = "") -> Work:
    """Decide as an approver without a part in it."""
    decide = partial(decide_appeals, appeal_id=appeal.pk, outcome=outcome, reason="申诉审理结论")
    most = Decimal(amount) if amount else None
    return partial(decide, amount=most, actor_id=batches.someone("approver"), at=make.UNAPPEALED)


@pair("appeal × the decision becomes final")
def appeal_and_finalise() -> Meeting:
    return Meeting(a=filing(make.reduced(), "unit"), b=finalising())


@pair("appeal × appeal: a second click")
def appeal_twice() -> Meeting:
    row = make.reduced()
    return Meeting(a=filing(row, "unit"), b=filing(row, "unit"))


@pair("appeal × waiver of the other side")
def appeal_and_waive() -> Meeting:
    row = make.reduced()
    return Meeting(a=filing(row, "unit"), b=waiving(row, "applicant"))


@pair("waive × waive: both sides")
def waive_both() -> Meeting:
    row = make.reduced()
    return Meeting(a=waiving(row, "unit"), b=waiving(row, "applicant"))


@pair("examine × appeal of the other side")
def examine_and_appeal() -> Meeting:
    row = make.reduced()
    examine = partial(examine_appeals, appeal_id=make.filed(row).pk, findings="经查属实")
    officer = batches.someone("case_officer")
    return Meeting(a=partial(examine, actor_id=officer, at=make.UNAPPEALED), b=filing(row, "applicant"))


@pair("dismiss × raise: one appeal")
def dismiss_and_raise() -> Meeting:
    appeal = make.examined(make.filed(make.reduced()))
    return Meeting(a=deciding(appeal, AppealState.DISMISSED), b=deciding(appeal, AppealState.RAISED, "800.00"))


@pair("raise × the next batch")
def raise_and_collect() -> Meeting:
    row = make.reduced()
    appeal = make.examined(make.filed(row))
    batch = batches.batches.create_batch(title="第二批", actor_id=batches.someone("case_officer"), at=make.UNAPPEALED)
    collect = partial(batches.batches.collect_redemptions, batch_id=batch.pk, redemption_ids=[row.pk])
    late = make.UNAPPEALED + timedelta(seconds=1)
    return Meeting(a=deciding(appeal, AppealState.RAISED, "800.00"), b=partial(collect, actor_id=1, at=late))
