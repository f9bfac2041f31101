"""Benchmarks: `make bench [ONLY=name]`. Method and figures: docs/performance.md."""
