"""The text of an exception for administrators."""

MAX_LENGTH = 300


def failure_text(error: BaseException) -> str:
    """Return the type and the first line of an exception, at most 300 characters.

    Later lines are left out, because PostgreSQL's have the values of a row, which may be personal data.
    """
    first = str(error).partition("\n")[0]
    return f"{type(error).__name__}: {first}"[:MAX_LENGTH]
