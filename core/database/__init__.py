"""The database: transactions of services, session locks, triggers made from data, keyset pagination."""
