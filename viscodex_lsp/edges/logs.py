"""The process's log: one line per user action on standard error; sizes and hashes, never contents or keys."""

import logging
import re
import sys
from typing import TextIO

_MASK = "***"
_KNOWN_FORMS = re.compile(
    r"(?i)(bearer\s+|basic\s+)[^\s\"',;]{6,}|\b(?:hf_|sk-|sk_|ghp_|gho_|xox[bp]-|AKIA)[A-Za-z0-9_\-]{8,}|"
    r"(?<=://)[^/\s@]+(?=@)"
)
_SHORTEST_KEY = 4
_secrets: set[str] = set()


def remember_secret(key: str) -> None:
    """From now on this exact text appears in no log line and no sentence."""
    if len(key) >= _SHORTEST_KEY:
        _secrets.add(key)


def mask_keys(text: str) -> str:
    """The text with every remembered key, and everything that looks like one, as ***."""
    for secret in sorted(_secrets, key=len, reverse=True):
        text = text.replace(secret, _MASK)
    return _KNOWN_FORMS.sub(lambda found: (found[1] or "") + _MASK, text)


class _MaskedFormatter(logging.Formatter):
    """Masks the finished line, so that arguments and tracebacks are covered too."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_keys(super().format(record))


def start_logging(level: str, *, stream: TextIO | None = None) -> logging.Handler:
    """Send the process's log to `stream` (standard error) from `level` on ("debug" to "error").

    Called again, it replaces its own handler. Libraries are heard from "warning" on, since their finer lines
    may hold requests.
    """
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler.formatter, _MaskedFormatter):
            root.removeHandler(handler)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_MaskedFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("viscodex_lsp").setLevel(level.upper())
    return handler


def fingerprint(data: bytes) -> str:
    """What a log may say about contents: their size and the first eight hex digits of their SHA-256."""
    import hashlib

    return f"{len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()[:8]}"
