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


def cleared_by_approver(*, kind: str) -> str:
    """Return the SQL that is true where a person of the approval, actor or principal, ever cleared the subject, also in an
    earlier chain.
    """
    return f"""
        SELECT EXISTS (
            SELECT 1 FROM oversight_approvalchain c
            JOIN oversight_stagedecision cleared ON cleared.chain_id = c.id AND cleared.stage = 'clear'
            JOIN oversight_approvalchain n ON (n.subject_kind, n.subject_id) = (c.subject_kind, c.subject_id)
            JOIN oversight_stagedecision approved ON approved.chain_id = n.id AND approved.stage = 'approve'
            WHERE c.subject_kind = '{kind}' AND c.subject_id = NEW.id AND ARRAY[cleared.actor_id, cleared.principal_id]
                && ARRAY[approved.actor_id, approved.principal_id, NEW.approved_by_id]
        )
    """
