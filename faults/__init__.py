"""The site under faults: what was acknowledged is there, once, and everything settles."""
