"""Reading docs/mutants.md: the mutants that are known to survive, each with its reason.

A heading names the file; a paragraph gives the reason for the pairs of lines in the diff below it.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Survivor:
    """One mutant that may survive, and the reason."""

    path: str
    removed: str
    added: str
    reason: str

    @property
    def change(self) -> tuple[str, str, str]:
        """The identity of the mutant."""
        return self.path, self.removed, self.added

    @property
    def is_equivalent(self) -> bool:
        """Whether the reason claims that the mutant behaves like the original."""
        return self.reason.startswith("Equivalent: ")


def survivors_in(text: str) -> Iterator[Survivor]:
    """Yield the listed survivors. ValueError for one without a file or a reason."""
    path, reason, removed, in_diff = "", "", "", False
    for line in text.splitlines():
        if line.startswith("```"):
            in_diff = line == "```diff"
            reason = reason if in_diff else ""
        elif in_diff and line.startswith("-"):
            removed = line[1:].strip()
        elif in_diff and line.startswith("+"):
            if not path or not reason:
                raise ValueError(f"no file or no reason: {line}")
            yield Survivor(path=path, removed=removed, added=line[1:].strip(), reason=reason)
        elif line.startswith("## `"):
            path, reason = line[4:].rstrip("`"), ""
        else:
            reason = f"{reason} {line}".strip()
