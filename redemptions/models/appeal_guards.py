"""Triggers that keep a decision from taking effect, or from getting worse, while it may be appealed (article 15.5)."""

import pgtrigger

_OPEN = (
    "SELECT FROM redemptions_appeal a WHERE a.redemption_id = OLD.id AND a.live AND a.state IN ('filed', 'examined')"
)
_ENDED = "SELECT FROM redemptions_appeal a WHERE a.redemption_id = OLD.id AND a.live AND a.state = "
_WAIVED = "SELECT count(*) FROM redemptions_appeal a WHERE a.redemption_id = OLD.id AND a.live AND a.state = 'waived'"


def _raising(name: str) -> str:
    return f"RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';"


APPEAL_GUARDS = [
    pgtrigger.Trigger(
        name="redemption_final_unappealed",
        operation=pgtrigger.UpdateOf("state"),
        when=pgtrigger.Before,
        condition=pgtrigger.Condition("NEW.state = 'final' AND OLD.state IN ('decided', 'appealed')"),
        func=f"""
            IF EXISTS ({_OPEN}) OR NEW.decided_amount IS DISTINCT FROM OLD.decided_amount
                OR (OLD.state = 'appealed' AND NOT EXISTS ({_ENDED} 'dismissed'))
                OR (OLD.state = 'decided' AND OLD.decision <> 'approve' AND NOT OLD.raised
                    AND coalesce((NEW.final_at AT TIME ZONE 'Asia/Shanghai')::date <= OLD.appeal_by, true)
                    AND ({_WAIVED}) < 2)
            THEN {_raising("redemption_final_unappealed")} END IF;
            RETURN NEW;
        """,
    ),
    pgtrigger.Trigger(
        name="redemption_raised_by_an_appeal",
        operation=pgtrigger.UpdateOf("state"),
        when=pgtrigger.Before,
        condition=pgtrigger.Condition("OLD.state = 'appealed' AND NEW.state = 'recommended'"),
        func=f"""
            IF EXISTS ({_OPEN}) OR NOT NEW.raised OR NEW.batch_id IS NOT NULL
                OR coalesce(NEW.decided_amount <= OLD.decided_amount, true)
                OR NOT EXISTS (SELECT FROM redemptions_appeal a WHERE a.redemption_id = OLD.id AND a.state = 'raised'
                    AND a.amount = NEW.decided_amount)
            THEN {_raising("redemption_raised_by_an_appeal")} END IF;
            RETURN NEW;
        """,
    ),
    pgtrigger.Trigger(
        name="redemption_raised_stands",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Condition(
            "OLD.raised AND NEW.state <> 'under_review'"
            " AND (NEW.decided_amount IS DISTINCT FROM OLD.decided_amount OR NOT NEW.raised)"
        ),
        func=_raising("redemption_raised_stands"),
    ),
]
"""On redemptions. No decision is final while an appeal is open or possible; an appeal never makes one worse."""

APPEAL_IN_TIME = pgtrigger.Trigger(
    name="appeal_in_time",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    func=f"""
        IF NOT EXISTS (SELECT FROM redemptions_redemption r WHERE r.id = NEW.redemption_id
            AND r.state IN ('decided', 'appealed') AND r.decision IN ('reduce', 'reject') AND NOT r.raised
            AND (NEW.filed_at AT TIME ZONE 'Asia/Shanghai')::date <= r.appeal_by
            AND NEW.party_id = CASE NEW.side WHEN 'unit' THEN r.unit_id ELSE r.applicant_id END)
        THEN {_raising("appeal_in_time")} END IF;
        RETURN NEW;
    """,
)
"""On appeals: by a side of the decision, against a reduction or rejection, within its days."""

COUPON_OF_A_FINAL_DECISION = pgtrigger.Trigger(
    name="coupon_of_a_final_decision",
    operation=pgtrigger.UpdateOf("state"),
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("OLD.state = 'in_redemption' AND NEW.state IN ('approved', 'rejected')"),
    func=f"""
        IF EXISTS (SELECT FROM redemptions_redemption r WHERE r.contract_id = OLD.contract_id
            AND r.state NOT IN ('final', 'paid', 'withdrawn', 'expired', 'revoked'))
        THEN {_raising("coupon_of_a_final_decision")} END IF;
        RETURN NEW;
    """,
)
"""On coupons: nothing is approved or given back before the decision is final. Payments have a guard of their own."""
