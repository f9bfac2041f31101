"""Events: recording, state transitions, delivery to handlers through the outbox, history, and the chain of seals."""
