"""Users, parties, memberships and roles, takeovers, and sign-in."""
