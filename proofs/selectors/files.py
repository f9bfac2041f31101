"""The proof that the rows of evidence are those that were stored (I14)."""

FILED_OTHERWISE = """
    WITH stored AS (
        SELECT e.subject_kind, e.subject_id, e.data, (e.data ->> 'attachment')::bigint AS id FROM core_event e
        WHERE e.type = 'attachment.stored' AND NOT EXISTS (
            SELECT FROM core_event r WHERE r.type = 'attachment.removed' AND r.id > e.id
                AND (r.subject_kind, r.subject_id) = (e.subject_kind, e.subject_id)
                AND r.data ->> 'attachment' = e.data ->> 'attachment')
    )
    SELECT 'file ' || coalesce(a.id, s.id) AS id FROM core_attachment a FULL JOIN stored s ON s.id = a.id
    WHERE (a.owner_kind, a.owner_id, a.sha256) IS DISTINCT FROM (s.subject_kind, s.subject_id, s.data ->> 'sha256')
        OR a.shown_sha256 <> s.data ->> 'shown_sha256'
"""
"""Files whose row is gone without an event, has none, or names another owner or hash than the event."""
