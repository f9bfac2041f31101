"""The lives of payments and their orders (docs/domain.md section 5)."""

from core.values.state_machine import APPROVER, FINANCE, SYSTEM, Life, edge

PAYMENT = Life(
    name="payment",
    initial=("pending",),
    edges=(
        edge("pending", "ordered", "payment.ordered", who=FINANCE),
        edge("ordered", "pending", "payment.order_cancelled", who=FINANCE + APPROVER),
        edge("ordered", "sent", "payment.sent", who=FINANCE),
        edge("sent", "paid", "payment.paid", who=FINANCE),
        edge("sent", "failed", "payment.failed", who=FINANCE),
        edge("paid", "failed", "payment.failed", who=FINANCE),
        edge("failed", "pending", "payment.retried", who=FINANCE),
        edge("pending", "suspended", "payment.suspended", who=APPROVER + SYSTEM),
        edge("suspended", "pending", "payment.resumed", who=APPROVER + SYSTEM),
        edge("ordered", "suspended", "payment.suspended", who=APPROVER + SYSTEM),
        edge("suspended", "ordered", "payment.resumed", who=APPROVER + SYSTEM),
    ),
)
"""拨付. A paid one fails when the bank returns the money (退汇)."""

ORDER = Life(
    name="payment_order",
    initial=("prepared",),
    edges=(
        edge("prepared", "approved", "payment_order.approved", who=APPROVER),
        edge("prepared", "cancelled", "payment_order.cancelled", who=FINANCE + APPROVER),
        edge("approved", "cancelled", "payment_order.cancelled", who=FINANCE + APPROVER),
        edge("approved", "exported", "payment_order.exported", who=FINANCE),
        edge("exported", "reconciled", "payment_order.reconciled", who=FINANCE),
    ),
)
"""拨款单. Approved by a second person; one that missed its window is cancelled, and its payments wait for the next."""
