"""The forms of values on the command line; a value of another form is told what it should be."""

import argparse
import re


def address(text: str) -> tuple[str, int]:
    """HOST:PORT, as a host without brackets and a number."""
    host, _, port = text.rpartition(":")
    if host and port.isdecimal() and int(port) < 65536:
        return host.strip("[]"), int(port)
    raise argparse.ArgumentTypeError(f"{text!r} is not HOST:PORT")


def port(text: str) -> int:
    """A port's number."""
    if text.isdecimal() and int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port, a number up to 65535")


def picture_file(text: str) -> str:
    """The path of a picture; nothing is fetched from elsewhere."""
    if re.match(r"(?:https?|ftp|data):", text, re.IGNORECASE):
        raise argparse.ArgumentTypeError(f"{text[:60]!r} is an address; save the picture, and name its file")
    return text


def line_number(text: str) -> int:
    """The number of a line; whether the file has it is told by whoever reads the file."""
    if text.isdecimal():
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not the number of a line, from 1")


def line_range(text: str) -> tuple[int, int]:
    """A:B, the first and the last line, from 1."""
    first, _, last = text.partition(":")
    if first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last):
        return int(first), int(last)
    raise argparse.ArgumentTypeError(f"{text!r} is not A:B, two line numbers from 1 with A up to B")


def region(text: str) -> tuple[int, int, int, int] | str:
    """X,Y,W,H in pixels, or pick."""
    if text == "pick":
        return text
    parts = text.split(",")
    try:
        left, top, width, height = (int(part) for part in parts)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not X,Y,W,H, nor pick") from None
    if width <= 0 or height <= 0:
        raise argparse.ArgumentTypeError("the width and height of a region must be above 0")
    return left, top, width, height


def picture_region(text: str) -> tuple[int, int, int, int] | str:
    """A part of a picture: "X,Y,W,H", or words that stand in it."""
    if text.count(",") == 3 and text[:1].isdigit():
        return region(text)
    if not text.strip():
        raise argparse.ArgumentTypeError("it is empty; name X,Y,W,H or words of the picture")
    return text.strip()
