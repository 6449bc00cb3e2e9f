"""The doors of this room: a Reading of kind code or terminal is completed with its text."""

import dataclasses
from collections.abc import Mapping

from viscodex_model.read.code.listing import Listing, left_out
from viscodex_model.read.code.recognize import recognize_code, recognize_terminal
from viscodex_model.read.order import Order
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.reading import Reading

# How a line is made a comment, by LSP identifier; None where the language has none.
COMMENTS: Mapping[str, tuple[str, str] | None] = {
    **dict.fromkeys(("python", "shellscript", "yaml", "ruby", "toml", "dockerfile", "makefile", "r"), ("# ", "")),
    **dict.fromkeys(("html", "xml", "vue", "svelte", "markdown"), ("<!-- ", " -->")),
    **dict.fromkeys(("css", "scss", "less", "c"), ("/* ", " */")),
    **dict.fromkeys(("sql", "lua", "haskell"), ("-- ", "")),
    "json": None,
}  # fmt: skip
SLASHES = ("// ", "")
# Files of these languages take a terminal's text as it is.
PLAIN = frozenset({"plaintext", "markdown", "log", "restructuredtext", "latex"})


def read_code(pixels: Pixels, reading: Reading, order: Order) -> Reading:
    """Complete `reading` with the code in the picture."""
    listing = recognize_code(pixels, reading.lines, order)
    if listing is None:
        return dataclasses.replace(reading, refusal="No lines of code could be made out in the picture.")
    doubts = (*listing.doubts, *left_out(listing, reading.lines))
    return dataclasses.replace(
        reading, found=listing, code=listing.text, language=listing.language, doubts=doubts
    )


def read_terminal(pixels: Pixels, reading: Reading, order: Order) -> Reading:
    """Complete `reading` with the terminal's text: as it is, or as a comment where the open file is source code."""
    listing = recognize_terminal(pixels, reading.lines, order)
    if listing is None:
        return dataclasses.replace(reading, refusal="No lines of text could be made out in the picture.")
    language = order.language or "plaintext"
    code = _as_comment(listing, language)
    doubts = (*listing.doubts, *left_out(listing, reading.lines))
    if code is None:
        return dataclasses.replace(
            reading,
            found=listing,
            doubts=doubts,
            refusal=f"The picture shows a terminal, and {language} has no comments to hold its text. Read it into a "
            "text or Markdown file.",
        )
    return dataclasses.replace(reading, found=listing, code=code, language=language, doubts=doubts)


def _as_comment(listing: Listing, language: str) -> str | None:
    if language in PLAIN:
        return listing.text
    signs = COMMENTS.get(language, SLASHES)
    if signs is None:
        return None
    before, after = signs
    # What ends a comment must not occur within it.
    lines = (line.replace("-->", "-- >").replace("*/", "* /") if after else line for line in listing.lines)
    return "\n".join(f"{before}{line}{after}".rstrip() for line in lines)
