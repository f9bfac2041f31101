"""The condition under which the database refuses the approval of a subject: a stage of its chain is missing (I11). Pure SQL."""


def missing_stage(*, kind: str, amount: str) -> str:
    """Return the SQL that is true while a needed stage of a subject's current chain is undecided, or there is no chain.

    `amount` is the SQL of the total in yuan. A total of 0.00 asks for the stages that are always needed.
    """
    return f"""
        SELECT coalesce(bool_or((s ->> 'above')::numeric < greatest(({amount}), 0.01) AND NOT EXISTS (
            SELECT 1 FROM oversight_stagedecision d WHERE d.chain_id = c.id AND d.stage = s ->> 'stage'
        )), true)
        FROM oversight_approvalchain c CROSS JOIN jsonb_array_elements(c.stages) s
        WHERE c.id = (SELECT max(id) FROM oversight_approvalchain WHERE subject_kind = '{kind}' AND subject_id = NEW.id)
    """
