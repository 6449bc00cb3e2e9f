"""Takes the typed code out of an interactive session: `>>> x = 1` of a Python prompt, `$ make` of a shell.

What the program answered is no code; it is counted, so that the person is told.
"""

from collections.abc import Mapping, Sequence

PROMPTS: Mapping[str, tuple[str, ...]] = {
    "python": (">>> ", "... "),
    "ruby": ("irb> ", "irb* ", ">> "),
    "javascript": ("> ", "... "),
    "shellscript": ("$ ", "> ", "# "),
}


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
