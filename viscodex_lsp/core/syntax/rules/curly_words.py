"""The words of a mark of Handlebars: what is called, with what, and the names of a block's values (Handlebars,
`handlebars.l` and `handlebars.yy`)."""

import re
from typing import Final

_ENDS_NAME: Final = r"(?=[=~}\s/.)\]|]|\Z)"
_WORD: Final = re.compile(
    rf"""\s++ | (?P<as>as\s++\|) | (?P<text>"[^"]*+"|'[^']*+')
      | (?P<name>\.\.|\.{_ENDS_NAME}|\[(?:\\\]|[^\]])*+\]|[^\s!"\#%-,./;->@\[-^`{{-~]++{_ENDS_NAME})
      | (?P<sign>[@()=|./])""",
    re.VERBOSE,
)
_Word = tuple[str, str]


def wrong_words(inner: str, *, opens: bool) -> str:
    """What is wrong with the words of a mark, in a few words, or nothing.

    Args:
        opens: the mark opens a block, whose values may have names.
    """
    words = list[_Word]()
    at = 0
    while at < len(inner):
        found = _WORD.match(inner, at)
        if found is None:
            return f"unexpected `{inner[at]}`"
        at = found.end()
        if found.lastgroup is not None:
            words.append((found.lastgroup, found[0]))
    named = next((place for place, word in enumerate(words) if word[0] == "as"), len(words))
    wrong = _wrong_call(words[:named])
    if wrong or named == len(words):
        return wrong
    *names, last = words[named + 1 :] or [("", "")]
    closed = last == ("sign", "|") and bool(names) and all(kind == "name" for kind, _ in names)
    return "" if opens and closed else "`as |` without names and a `|`"


def _wrong_call(words: list[_Word]) -> str:
    """What is wrong with values, each alone or with a name, and calls in brackets among them."""
    with_names = [False]
    rest = iter(range(len(words)))
    for at in rest:
        if words[at] == ("sign", ")"):
            if len(with_names) == 1 or words[at - 1] == ("sign", "("):
                return "unexpected `)`"
            with_names.pop()
            for _ in range(_end_of_path(words, at) - at - 1):
                next(rest)
            continue
        start = at
        if words[at][0] == "name" and words[at + 1 : at + 2] == [("sign", "=")]:
            with_names[-1] = True
            start = next(rest) + 1
            next(rest, None)
        elif with_names[-1]:
            return "a value without a name behind one with a name"
        if words[start : start + 1] == [("sign", "(")]:
            with_names.append(False)
            continue
        end = _end_of_value(words, start)
        if end == start:
            return f"unexpected `{words[start][1]}`" if start < len(words) else "a name without a value"
        for _ in range(end - start - 1):
            next(rest)
    return "" if len(with_names) == 1 else "a `(` is never closed"


def _end_of_value(words: list[_Word], start: int) -> int:
    """Where a text or a path ends; `start` where there is none."""
    at = start
    if words[at : at + 1] and words[at][0] == "text":
        return at + 1
    if words[at : at + 1] == [("sign", "@")]:
        at += 1
    if not (words[at : at + 1] and words[at][0] == "name"):
        return start
    end = _end_of_path(words, at)
    return end if words[end : end + 1] not in ([("sign", ".")], [("sign", "/")]) else start


def _end_of_path(words: list[_Word], at: int) -> int:
    """Where the names end that follow a word, each behind a `.` or `/`."""
    while words[at + 1 : at + 2] in ([("sign", ".")], [("sign", "/")]) and words[at + 2 : at + 3]:
        if words[at + 2][0] != "name":
            break
        at += 2
    return at + 1
