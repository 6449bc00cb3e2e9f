"""How many of a thing, in the words that people are shown."""


def counted(number: int, thing: str) -> str:
    """The number with its noun: "1 line", "2 lines"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
