"""Applications to become an open unit (开放单位申请): when the approvers are reminded. Pure."""

from datetime import timedelta

ESCALATED_AFTER = timedelta(days=10)
"""After this time without an answer the approvers are reminded. An application never ends by that."""
