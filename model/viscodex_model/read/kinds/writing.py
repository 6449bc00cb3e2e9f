"""What the text itself says: prompts, tracebacks and listings of a shell, or the signs and words of code."""

import re
from collections.abc import Sequence

from viscodex_model.read.recognition.lines import Line

_PROMPT = re.compile(
    r"^\s*(?:\(\w[\w.-]*\)\s*)?(?:[\w.-]+@[\w.-]+\s*[:~ ]|\$ |>>>|\.\.\. |In ?\[\d+\]:|PS [A-Z]:|[A-Z]:\\|[❯➜➤›] ?)"
    r"|^[\w.-]*\$ |[~\w]\s?[$#%] \w"
)
_SESSION = re.compile(
    r"^Traceback \(most|^\s*File \".*\", line \d+|^(?:[a-z]\w*\.)*[A-Z]\w*(?:Error|Exception)\b|^[d-][rwx-]{9}|"
    r"^\s*at .+:\d+|^(?:bash|zsh|sh): |command not found|^(?:error|warning|fatal)[:\[]|"
    r"^usage: |^Collecting |^commit [0-9a-f]{7}|^={3,}.*={3,}$|\bpassed in \d|^npm |"
    r"^Get:\d|^ii  ?\w|^\S+\s+\d+%\s|^Filesystem\b|^\s*PID\b"
)
_CODE = re.compile(
    r"[;{}]\s*$|^\s*(?:def|class|import|from|return|if|elif|else|for|while|try|except|with|async|await|public|private|"
    r"static|void|int|const|let|var|function|export|fn|pub|use|struct|impl|match|package|func|type|interface|SELECT|"
    r"INSERT|CREATE|#include|#define|using|namespace|end|do|print)\b.*[\W_]|[=!<>+-]=|\w\(.*\)|=>|->|::|^\s*(?://|/\*|\*|#|--)\s|"
    r"^\s*[.#]?[\w-]+\s*\{|^\s*[\w-]+:\s.*;|</?\w+[ >]"
)
SIGNS = frozenset("{}()[];=<>_\"'/\\#$&|*+")


def shell_lines(lines: Sequence[Line]) -> tuple[int, int]:
    """How many lines begin with a prompt, and how many are what shells print."""
    texts = [line.text for line in lines]
    return sum(bool(_PROMPT.search(text)) for text in texts), sum(
        bool(_SESSION.search(text)) for text in texts
    )


def code_share(lines: Sequence[Line]) -> float:
    """The share of lines that have the form of code, by their length."""
    weights = [min(len(line.text), 40) for line in lines]
    written = [bool(_CODE.search(line.text)) for line in lines]
    return sum(weight for weight, is_code in zip(weights, written, strict=True) if is_code) / max(
        1, sum(weights)
    )


def sign_share(lines: Sequence[Line]) -> float:
    """The share of characters that are signs which prose seldom has."""
    text = "".join(line.text for line in lines)
    return sum(character in SIGNS for character in text) / max(1, len(text))


def colorful_share(lines: Sequence[Line]) -> float:
    """The share of lines whose ink is no grey: highlighted code is colourful."""
    return sum(max(line.ink) - min(line.ink) > 60 for line in lines) / max(1, len(lines))
