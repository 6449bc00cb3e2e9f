"""How many of a thing there are, and what was left out, in the words that people are shown."""

from collections.abc import Iterable, Sequence

# Of lines of a reply that the document has at that very place; all checks that leave some out say it so.
THERE_ALREADY = "left out lines that are there already"
_QUOTED = 60


def counted(number: int, thing: str) -> str:
    """The number with its noun: "1 line", "2 lines"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def quoted(texts: Sequence[str], most: int) -> str:
    """The first of some texts as quotes, with how many more there are: "`a`, `b` and 3 more"."""
    shown = ", ".join(f"`{' '.join(text.split())[:_QUOTED]}`" for text in texts[:most])
    return f"{shown} and {len(texts) - most} more" if len(texts) > most else shown


def left_out(lines: Iterable[str]) -> list[str]:
    """What the person is told of lines that are in no place: one note that quotes them, or none."""
    quoted = [f"`{' '.join(line.split())[:_QUOTED]}`" for line in lines]
    return [f"left out {', '.join(quoted)}"] if quoted else []
