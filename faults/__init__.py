"""Fault injection: every acknowledged write is stored exactly once, and the site settles after the last fault."""
