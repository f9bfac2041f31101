"""Encryption and blind indexes of personal data."""
