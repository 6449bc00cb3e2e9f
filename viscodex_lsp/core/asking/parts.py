"""What a model is told about a long picture that was cut: together in one question, or part by part.

Parts are numbered from 1, from top to bottom, and do not overlap.
"""

from collections.abc import Sequence

from viscodex_lsp.core.nouns import Picture, Reply

_LINES_SHOWN = 20


def note_on_all(pictures: Sequence[Picture]) -> str:
    """For one question with all parts; "" where no picture was cut."""
    notes, number = [], 1
    for picture in pictures:
        last = number + len(picture.below)
        if picture.below:
            notes.append(
                f"Pictures {number} to {last} are one long picture, cut into parts from top to bottom. Write the code "
                "for the whole of it."
            )
        number = last + 1
    return "\n".join(notes)


def note_on_part(number: int, count: int, before: str) -> str:
    """For a question with one part alone; `before` is the code of the parts above it."""
    note = (
        f"The picture is part {number} of {count} of one long picture, cut from top to bottom. Write the code for this "
        "part alone: it is put behind the code of the parts above, and the code of the parts below is put behind it."
    )
    if not before:
        return note
    tail = "\n".join(before.splitlines()[-_LINES_SHOWN:])
    return f"{note} Begin no new document, and repeat nothing. The code above ends with:\n{tail}"


def joined_reply(codes: Sequence[str], *, fence: str, whole: bool) -> Reply:
    """The codes of all parts as one reply; not `whole` says that one of them was cut off."""
    code = "\n".join(code.strip("\n") for code in codes)
    marks = "`" * (3 + max((len(run) for run in _runs_of_ticks(code)), default=0))
    return Reply(f"{marks}{fence}\n{code}\n{marks}", "stop" if whole else "length")


def _runs_of_ticks(code: str) -> list[str]:
    return [line.strip() for line in code.splitlines() if line.strip().startswith("```")]
