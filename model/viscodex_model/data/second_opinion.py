"""Decides whether code is sound where a tree-sitter grammar finds an error: grammars are wrong about some sound code.

Python is read by the interpreter's own parser. In HTML and JSX a bare `&` or `>` in text is fine for every browser and
compiler; in CSS the grammar does not know some current forms. Those signs are replaced by harmless ones of the same
length, and the grammar is asked again.
"""

import ast
import re
import warnings
from collections.abc import Callable

_ENTITY = re.compile(r"&(?!(?:[A-Za-z][A-Za-z0-9]*|#\d+|#x[0-9A-Fa-f]+);)")
_TEXT_ANGLE = re.compile(r"(?<=\s)>(?=\s)")
_PROMPT = re.compile(r"(?m)^(?:>>>|\.\.\.) ?")
_MAGIC = re.compile(r"(?m)^([ \t]*)(?:[%!][^\n]*|\?\S+|\w[\w.]*\?+)$")
_CSS_FORMS = (
    (re.compile(r"(:nth-[\w-]+)\([^()]*\)"), r"\1(2)"),  # `2n-1`, `even of .a`
    (
        re.compile(r"@(media|container|supports)[^{;@]*+(?=\{)"),
        "@media print ",
    ),  # range queries, named containers
    (
        re.compile(r"@(?:theme|utility|variant|custom-variant|apply|source|plugin|config)\b[^{;@]*+(?=[{;])"),
        "@media print ",
    ),
    (re.compile(r"(?<![\w.:-])\d+\.\d+%(?=\s*[,{])"), "33%"),  # key frames
    (re.compile(r";(?=\s*;)"), " "),
)


def is_sound(code: str, language: str, parses: Callable[[str], bool]) -> bool:
    """Whether `code` is sound although the grammar finds an error; `parses` asks the grammar again."""
    if language == "python":
        return _is_python(code)
    if language in ("html", "javascript", "tsx", "svelte"):
        return parses(_TEXT_ANGLE.sub(" ", _ENTITY.sub("n", code)))
    if language == "css":
        for form, plain in _CSS_FORMS:
            code = form.sub(plain, code)
        return parses(code)
    return False


def _is_python(code: str) -> bool:
    """Python by its own parser; prompts of a session and magics of a notebook are no part of the program."""
    program = code
    if _PROMPT.search(code):
        program = "\n".join(line[4:] for line in code.splitlines() if line.startswith((">>>", "...")))
    program = _MAGIC.sub(r"\1pass", program)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            ast.parse(program)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
