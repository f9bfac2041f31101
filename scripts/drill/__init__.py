"""`make drill`: the loss of a machine and its restore on another one, as docs/operations.md says."""
