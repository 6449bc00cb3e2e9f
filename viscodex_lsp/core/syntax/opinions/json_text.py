"""The JSON parser of the standard library about a JSON text, and about one with comments."""

import json
import re

from viscodex_lsp.core.syntax.mistake import Mistake, over_row

_STRING = r'"(?:[^"\\\n]|\\.)*+"'
_COMMENT = re.compile(rf"{_STRING}|//[^\n]*|/\*(?:[^*]|\*(?!/))*+\*/")
_LAST_COMMA = re.compile(rf"{_STRING}|[\[{{,]\s*,|,(?=\s*[}}\]])")
_NOT_NEWLINE = re.compile(r"[^\n]")


def json_opinion(text: str) -> tuple[Mistake, ...] | None:
    """The first thing that JSON (RFC 8259) forbids; an empty text is taken. None for what is nested too deep."""
    if not text.strip():
        return ()
    try:
        # Numbers are not computed: only their form counts, and Python bounds how long they may be.
        json.loads(text.removeprefix("\ufeff"), parse_int=len, parse_float=len, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        return (over_row(text, error.lineno - 1, _in_words(error.msg)),)
    except ValueError as error:
        return (over_row(text, 0, str(error)),)
    except RecursionError:
        return None
    return ()


def jsonc_opinion(text: str) -> tuple[Mistake, ...] | None:
    """The same for JSON with comments, where a comma may also follow the last value."""
    return json_opinion(_LAST_COMMA.sub(_blanked, _COMMENT.sub(_blanked, text)))


def _blanked(match: re.Match[str]) -> str:
    return (
        match[0] if match[0][0] in '"[{' or len(match[0].split(",")) > 2 else _NOT_NEWLINE.sub(" ", match[0])
    )


def _refuse(constant: str) -> None:
    raise ValueError(f"JSON has no `{constant}`")


def _in_words(message: str) -> str:
    return f"in JSON: {message[:1].lower()}{message[1:]}"
