"""A whole workflow as the reply for a place in one of another name, that runs at other times."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

HEAD = "name: CI\non:\n  push:\n    branches: [main]\njobs:\n  test:\n    runs-on: x\n    steps:\n      - run: a\n"
JOB = "  deploy:\n    runs-on: x\n    steps:\n      - run: b"
REPLY = f"name: Ship\non:\n  push:\n  pull_request:\njobs:\n{JOB}"


@pytest.mark.parametrize("place", ["¦", "  ¦", "      ¦"])
async def test_the_new_job_lands_and_the_rest_is_named(place: str) -> None:
    told = await told_of("yaml", f"{HEAD}{place}\n", REPLY)
    assert told.after is not None, told.words
    assert told.after.rstrip() == HEAD + JOB, told.after
    assert "left out `name: Ship`, `on: push: pull_request:`" in told.words


async def test_other_keys_are_not_left_out() -> None:
    told = await told_of("yaml", f"{HEAD}  ¦\n", REPLY.replace("on:", "env:"))
    assert told.after is None
