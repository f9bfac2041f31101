"""Idempotent commands: a request with a key is executed once and its answer is stored."""
