"""Notifications to users: creating them, the inbox, and sending them by mail."""
