"""Events in, messages and consequences out."""
