"""Hostile files, at least 150 different ones, and the expected result of each."""
