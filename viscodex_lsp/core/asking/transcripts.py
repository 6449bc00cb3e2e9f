"""Takes the typed code out of an interactive session: `>>> x = 1` of a Python prompt, `$ make` of a shell.

What the program answered is no code; it is counted, so that the person is told. The numbers of lines that a listing has
are no code either.
"""

import re
from collections.abc import Mapping, Sequence

PROMPTS: Mapping[str, tuple[str, ...]] = {
    "python": (">>> ", "... "),
    "ruby": ("irb> ", "irb* ", ">> "),
    "javascript": ("> ", "... "),
    "shellscript": ("$ ", "> ", "# "),
}


_NUMBER = re.compile(r"[ \t]*(?P<number>\d{1,5})(?:[ \t]*[|:│])?(?=[ \t]|$)")
_FEWEST_NUMBERED = 3
_WITH_NUMBERS = frozenset({"yaml", "markdown", "mdx", "plaintext", "csv", "json", "jsonc"})


def without_numbers(lines: Sequence[str], language: str) -> list[str] | None:
    """The code without the numbers of its lines, where each has the one that follows that above it; else None."""
    found = [_NUMBER.match(line) for line in lines]
    if language in _WITH_NUMBERS or len(lines) < _FEWEST_NUMBERED or not all(found):
        return None
    numbers = [int(match["number"]) for match in found if match is not None]
    if numbers != list(range(numbers[0], numbers[0] + len(lines))):
        return None
    rest = [line[match.end() :] for line, match in zip(lines, found, strict=True) if match is not None]
    margin = min((len(line) - len(line.lstrip(" \t")) for line in rest if line.strip()), default=0)
    return [line[margin:] for line in rest] if margin else None


def typed_code(lines: Sequence[str], language: str) -> tuple[list[str], int] | None:
    """The code without prompts, and how many lines of answers were left out; None where it is no session."""
    prompts = PROMPTS.get(language, ())
    filled = [line for line in lines if line.strip()]
    if not prompts or not filled or not filled[0].startswith(prompts[0]):
        return None
    code: list[str] = []
    answers = 0
    for line in lines:
        prompt = next((mark for mark in prompts if line.startswith(mark) or line == mark.rstrip()), None)
        if prompt is not None:
            code.append(line[len(prompt) :])
        elif line.strip():
            answers += 1
    return code, answers
