"""Files into which replies of many styles were put, judged by the compilers of their languages."""

from collections.abc import Mapping

import pytest

from tests.fixtures.judges import compilers
from tests.fixtures.replies.model_replies import MARK, Given, replies
from tests.fixtures.replies.reply_cases import Case, Told, play

GIVEN = replies()


@pytest.fixture(scope="module")
def judges() -> None:
    try:
        compilers.install()
    except compilers.CompilersMissing as missing:
        pytest.skip(str(missing))


async def outcomes() -> Mapping[str, tuple[Given, Told]]:
    """What came of every reply, by its name."""
    found = {}
    for given in GIVEN:
        place = given.place
        case = Case(given.id, "style", place.language, place.file, place.text, given.reply, {})
        found[given.id] = (given, await play(case))
    return found


def lacks(given: Given, told: Told) -> list[str]:
    """What is missing in the file, or has no place in it."""
    after = told.after or ""
    own = [line.strip() for line in given.place.text.replace(MARK, "").split("\n") if line.strip()]
    missing = [f"lacks {part!r}" for part in (*given.wanted, *own) if part not in after]
    silent = given.incomplete and not any(word in told.words for word in ("incomplete", "put back"))
    return [
        *missing,
        *(f"has {part!r}" for part in given.unwanted if part in after),
        *(["silent"] if silent else []),
    ]


@pytest.mark.usefixtures("judges")
async def test_replies_in_every_style_land_whole_and_compile() -> None:
    """Each reply's code is in the file, the file's own lines too, and its compiler has no more to say than before."""
    found = await outcomes()
    accepted = [(given, told) for given, told in found.values() if told.after is not None]
    said = compilers.faults([(given.place.judge, told.after or "") for given, told in accepted])
    before = dict(
        zip(
            [given.place.id for given in GIVEN],
            compilers.faults([(given.place.judge, given.place.text.replace(MARK, "")) for given in GIVEN]),
            strict=True,
        )
    )
    wrong = {
        given.id: faults
        for (given, told), fault in zip(accepted, said, strict=True)
        if (faults := [*lacks(given, told), *([fault] if fault not in ("", before[given.place.id]) else [])])
    }
    refused = {
        given.id: told.words for given, told in found.values() if told.after is None and not given.incomplete
    }
    print(
        f"{len(found)} replies, {len(accepted)} accepted, {len(wrong)} wrong, {len(refused)} refused for no reason"
    )
    assert len(found) >= 150
    assert (wrong, refused) == ({}, {})
