"""Services: the categories that an open unit may offer (article 5)."""

CATEGORIES = ("analysis", "testing", "inspection", "research", "compute_training", "other")
"""分析、测试、检验、研发、大模型训练算力、其他. The policy says which of them coupons pay for."""
