"""Values without framework or database: money, deadlines, calendar, identifiers, errors, state machines. Pure."""
