"""Persons by their ID number: members of teams and founders of enterprises are found by one blind index. Pure."""

INDEX_KIND = "id_number"
"""The kind of the blind index: the same number has the same index wherever it is entered."""
MOST_PERSONS = 50
"""The most members of a team, or founders of an enterprise."""
