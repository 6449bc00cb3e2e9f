"""Which faults of a page a response names, beside those that it has: DesignBench's issue accuracy.

Source: J. Xiao et al., "DesignBench" (2025, arXiv 2506.06251), and its published evaluator: Jaccard's index of the
names; 0 for none, and for five or more, which is guessing.
"""

import re
from collections.abc import Sequence

ISSUES = ("occlusion", "crowding", "text overlap", "alignment", "color and contrast", "overflow")
_LINE = re.compile(r"^\W*issues\W*:(.*)$", re.IGNORECASE | re.MULTILINE)
_MOST = 5


def issue_match(response: str, issues: Sequence[str]) -> float:
    """0..1, from the first line of the form `Issues: a, b`."""
    found = _LINE.search(response)
    named = {_plain(name) for name in found[1].split(",")} - {""} if found else set()
    wanted = {_plain(name) for name in issues}
    if not named or len(named) >= _MOST:
        return 0.0
    return len(named & wanted) / len(named | wanted)


def _plain(name: str) -> str:
    return re.sub(r"\W+", " ", name).strip().lower()
