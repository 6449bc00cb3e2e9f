"""Formats numbers of bytes and of things for people."""


def say_bytes(count: float) -> str:
    """`count` bytes in decimal units, with three figures at least: 15.23 GB, 829 kB."""
    for unit, size in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if count >= size:
            return f"{count / size:.2f} {unit}"
    return f"{count / 1e3:.0f} kB"


def counted(number: int, thing: str) -> str:
    """The number with its noun: "1 tensor", "2 tensors"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
