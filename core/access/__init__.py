"""Permission checks: the actor's roles against the table of operations, and the audit of denials."""
