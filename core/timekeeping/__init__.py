"""The business clock and the working-day calendar."""
