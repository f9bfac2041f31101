"""Publicity notices, objections, and sanctions."""
