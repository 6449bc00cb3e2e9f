"""Words a Reading as the reply of a model: one fenced block, then notes for the person, or a sentence that declines."""

import re
from collections.abc import Sequence

from viscodex_model.read.reading import Reading
from viscodex_model.serve.reading.question import Question, label_of

COPIED = "copied by the reader, not understood"
# An instruction is repeated to the person this far.
LONGEST = 80


def word_reply(readings: Sequence[Reading], question: Question) -> str:
    """The reply to `question` for its pictures, in their order."""
    refused = [reading for reading in readings if reading.refusal or not reading.code.strip()]
    useful = [reading for reading in readings if reading not in refused]
    if not useful:
        reasons = dict.fromkeys(
            reading.refusal or "Nothing that can be copied was found in it." for reading in refused
        )
        return f"I cannot turn this picture into code. {' '.join(reasons)}"
    code = "\n\n".join(reading.code.strip("\n") for reading in useful)
    notes = [COPIED, *(doubt for reading in useful for doubt in reading.doubts)]
    notes += [f"one picture was left out: {reading.refusal}" for reading in refused if reading.refusal]
    if question.instruction:
        asked = " ".join(question.instruction.split())
        shown = asked if len(asked) <= LONGEST else f"{asked[:LONGEST]}…"
        notes.append(f"the reader takes no instructions, so “{shown}” was not followed")
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"^`{3,}", code, re.MULTILINE)), default=2))
    block = f"{fence}{label_of(useful[0].language)}\n{code}\n{fence}"
    return block + "\n\n" + "\n".join(f"Note: {note}" for note in notes)
