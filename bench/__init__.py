"""How fast the site is: `make bench [ONLY=name]`. Method and figures: docs/performance.md."""
