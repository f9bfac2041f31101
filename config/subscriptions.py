"""Who reacts to what: event type → handlers, run by a worker after the commit (core.services.outbox).

A type that nobody reacts to is listed with nothing, so that silence is a decision.
"""

SUBSCRIPTIONS: dict[str, tuple[str, ...]] = {
    "access.denied": (),
}
