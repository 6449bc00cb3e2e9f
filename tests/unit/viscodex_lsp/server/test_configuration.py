"""The client's settings as the server holds them, where the client answers late, out of turn, or not at all."""

import asyncio
from typing import Any, cast

from viscodex_lsp.server.configuration import Configuration
from viscodex_lsp.server.editor import Editor


class SlowEditor:
    """Answers each question for its settings when the test does."""

    answers_configuration = True

    def __init__(self) -> None:
        self.questions: list[asyncio.Future[dict[str, Any]]] = []

    async def settings(self) -> dict[str, Any]:
        question = asyncio.get_running_loop().create_future()
        self.questions.append(question)
        answer: dict[str, Any] = await question
        return answer


def asking() -> tuple[Configuration, SlowEditor]:
    editor = SlowEditor()
    return Configuration(cast(Editor, editor), {"delivery": {"mode": "propose"}}), editor


async def test_a_job_waits_for_the_answer() -> None:
    configuration, editor = asking()
    configuration.update()
    job = asyncio.ensure_future(configuration.settings())
    await asyncio.sleep(0)
    assert not job.done()
    editor.questions[0].set_result({"delivery": {"mode": "apply"}})
    assert (await job).delivery.mode == "apply"


async def test_an_older_answer_that_comes_last_changes_nothing() -> None:
    """Two changes in a row are two questions, and the client may answer the second first."""
    configuration, editor = asking()
    configuration.update()
    configuration.update()
    await asyncio.sleep(0)
    older, newer = editor.questions
    newer.set_result({"delivery": {"mode": "apply"}})
    await configuration.settings()
    older.set_result({"delivery": {"mode": "propose"}})
    await asyncio.sleep(0)
    assert (await configuration.settings()).delivery.mode == "apply"


async def test_a_change_while_a_job_waits_counts() -> None:
    configuration, editor = asking()
    configuration.update()
    job = asyncio.ensure_future(configuration.settings())
    await asyncio.sleep(0)
    configuration.update()
    await asyncio.sleep(0)
    older, newer = editor.questions
    older.set_result({"delivery": {"mode": "propose"}})
    await asyncio.sleep(0)
    newer.set_result({"delivery": {"mode": "apply"}})
    assert (await job).delivery.mode == "apply"


async def test_a_job_that_is_cancelled_leaves_the_question_to_the_others() -> None:
    configuration, editor = asking()
    configuration.update()
    job, other = (asyncio.ensure_future(configuration.settings()) for _ in range(2))
    await asyncio.sleep(0)
    job.cancel()
    await asyncio.sleep(0)
    editor.questions[0].set_result({"delivery": {"mode": "apply"}})
    assert (await other).delivery.mode == "apply"
    assert job.cancelled()
    assert (await configuration.settings()).delivery.mode == "apply"


async def test_without_an_answer_the_last_settings_stay() -> None:
    configuration, editor = asking()
    configuration.update()
    await asyncio.sleep(0)
    editor.questions[0].set_result({})
    assert (await configuration.settings()).delivery.mode == "propose"
