"""Pictures of code and terminals: character errors, exact lines, Python that parses, and the language told."""

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from viscodex_model.read import Kind, Reading, read_picture

from benchmarks.reader.texts import TextScore, mean_of, score_text

LANGUAGES = {"shell": "shellscript", "text": "plaintext"}


def measure_texts(
    folder: Path, *, kind: Kind | None, read: Callable[..., Reading] = read_picture, every: int = 1
) -> dict[str, Any]:
    """The pictures of `folder` (NAME.png beside NAME.txt and NAME.json), by look and together.

    With `kind` None the reader tells itself what it sees, and how often it is right is counted too.
    """
    scores: dict[str, list[TextScore]] = defaultdict(list)
    told = right = 0
    for path in sorted(folder.glob("*.png"))[::every]:
        facts = json.loads(path.with_suffix(".json").read_text())
        truth = path.with_suffix(".txt").read_text()
        reading = read(path.read_bytes(), kind=kind)
        score = score_text(reading.code, truth, python=facts["lang"] == "python")
        scores[facts["look"]].append(score)
        scores["all"].append(score)
        told += reading.language == LANGUAGES.get(facts["lang"], facts["lang"])
        right += reading.kind == ("terminal" if facts["lang"] == "text" else "code")
    total = len(scores["all"])
    figures: dict[str, Any] = {look: mean_of(some) for look, some in sorted(scores.items())}
    return (
        figures
        | {"language told": f"{told} of {total}"}
        | ({} if kind else {"kind told": f"{right} of {total}"})
    )
