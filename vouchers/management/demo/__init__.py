"""Demonstration data: invented people and parties, and what they did lately. Made by services only."""
