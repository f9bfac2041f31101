"""What is kept of an exception where administrators see it."""

MAX_LENGTH = 300


def failure_text(error: BaseException) -> str:
    """Kind and first line, at most 300 characters: PostgreSQL names the values of a row in the lines below."""
    first = str(error).partition("\n")[0]
    return f"{type(error).__name__}: {first}"[:MAX_LENGTH]
