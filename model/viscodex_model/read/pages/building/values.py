"""Writes the values of CSS properties: lengths, colours, fonts."""

from viscodex_model.read.picture.geometry import RGB


def hex_color(color: RGB) -> str:
    """A colour in CSS, as short as may be."""
    digits = "".join(f"{part:02x}" for part in color)
    short = digits[0::2] == digits[1::2]
    return "#" + (digits[0::2] if short else digits)


def px(length: float) -> str:
    """A length in CSS, to half a pixel."""
    rounded = round(length * 2) / 2
    return f"{rounded:g}px" if rounded else "0"
