"""For all tests in VS Code: the extension as it would be installed, and the window that most of them share."""

from collections.abc import AsyncIterator, Generator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.editors.vscode.desk import CASES, WITH_PICTURE, Desk
from tests.editors.vscode.installed import ToolsMissing, install_extension
from tests.editors.vscode.opened import vscode
from tests.fixtures.pictures.scenes import REPLY, workspace
from tests.fixtures.servers.scripted_engine import scripted_engine, stream

FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def extensions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of extensions with this one in it."""
    folder = tmp_path_factory.mktemp("extensions")
    try:
        install_extension(folder)
    except ToolsMissing as missing:
        pytest.skip(str(missing))
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed, for the fixtures that it used."""
    report = yield
    item.stash[FAILED] = report.failed or item.stash.get(FAILED, False)
    return report


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_desk(tmp_path_factory: pytest.TempPathFactory, extensions: Path) -> AsyncIterator[Desk]:
    """A window with a file for each case, the language server running, and the model that answers."""
    home = tmp_path_factory.mktemp("vscode")
    site = workspace(home / "site")
    for case, text in CASES.items():
        (site / f"{case}.html").write_text(text)
    async with scripted_engine(stream(REPLY)) as engine:
        person = {"viscodex.server.url": engine.url}
        async with vscode(
            home, workspace=site, file="menu.html", extensions=extensions, settings=person
        ) as window:
            await window.shows(WITH_PICTURE)
            await window.ready()
            yield Desk(window, engine)


@pytest_asyncio.fixture(loop_scope="session")
async def desk(shared_desk: Desk, request: pytest.FixtureRequest) -> AsyncIterator[Desk]:
    """The shared desk; a test that fails leaves a picture of what it saw, and a new window to the next.

    A notice that the test did not name makes it fail.
    """
    yield shared_desk
    unexpected = await shared_desk.window.unexpected()
    if unexpected or request.node.stash.get(FAILED, False):
        await shared_desk.window.keep_evidence(request.node.name)
        await shared_desk.window.reload()
    assert unexpected == []


@pytest_asyncio.fixture(loop_scope="session")
async def comparing(desk: Desk) -> AsyncIterator[None]:
    """Meanwhile, results are compared with their pictures, and what lacks a little waits."""
    await desk.window.set("viscodex.truth.applyFrom", 0.95)
    await desk.window.set("viscodex.truth.mode", "apply")
    yield
    await desk.window.set("viscodex.truth.mode", "off")


@pytest_asyncio.fixture(loop_scope="session")
async def proposing(desk: Desk) -> AsyncIterator[None]:
    """Meanwhile, results wait as proposals."""
    await desk.window.set("viscodex.delivery.mode", "propose")
    yield
    await desk.window.set("viscodex.delivery.mode", "apply")
