"""Finds the fenced blocks of code in a reply."""

import re

_FENCE = re.compile(r"```[ \t]*([\w+#-]*)[^\n]*\n(.*?)(?:```|\Z)", re.DOTALL)


def labelled_code(response: str, languages: tuple[str, ...] = ()) -> tuple[str, str]:
    """The first block fenced as one of `languages`, else the longest fenced block, else the whole response: its label
    in small letters, empty where it has none, and its code.

    An unclosed fence runs to the end: a reply that was cut off still holds code.
    """
    blocks = [(str(name).lower(), str(code)) for name, code in _FENCE.findall(response)]
    named = [block for block in blocks if block[0] in languages]
    if named:
        return named[0]
    return max(blocks, key=lambda block: len(block[1]), default=("", response))
