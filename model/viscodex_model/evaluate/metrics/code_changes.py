"""How far a change of code touches the lines that the wanted change touches: DesignBench's code match.

Source: J. Xiao et al., "DesignBench: A Comprehensive Benchmark for MLLM-based Front-end Code Generation" (2025, arXiv
2506.06251), and its published evaluator: the numbers of the lines that are new or replaced, as difflib counts them in
each changed text, compared by Jaccard's index.
"""

import re
from difflib import SequenceMatcher

_COMMENTS = re.compile(r"/\*.*?\*/|<!--.*?-->", re.DOTALL)


def change_match(original: str, wanted: str, given: str) -> float:
    """Lines that both changes touch, over lines that either touches, in 0..1; 1 where neither changes anything."""
    ours, theirs = _changed_lines(original, wanted), _changed_lines(original, given)
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 1.0


def without_comments(code: str) -> str:
    """Code without block comments and empty lines, as the evaluator compares React's."""
    return "\n".join(line for line in _COMMENTS.sub("", code).split("\n") if line.strip())


def _changed_lines(original: str, changed: str) -> set[int]:
    matcher = SequenceMatcher(None, original.splitlines(), changed.splitlines())
    return {
        number + 1
        for tag, _, _, start, stop in matcher.get_opcodes()
        if tag in ("replace", "insert")
        for number in range(start, stop)
    }
