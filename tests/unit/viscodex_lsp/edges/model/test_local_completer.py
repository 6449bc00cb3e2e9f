"""What `LocalCompleter` promises about the one local server that all editors share; processes are real."""

import asyncio
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.fixtures.machine.other_systems import pretend_mac, pretend_windows
from viscodex_lsp import __version__
from viscodex_lsp.core.errors import NoLocalServer
from viscodex_lsp.core.nouns import Message, Prompt
from viscodex_lsp.core.settings import EmbeddedSettings, Settings
from viscodex_lsp.edges.installation import install_command
from viscodex_lsp.edges.model import local_server
from viscodex_lsp.edges.model.local_completer import LocalCompleter
from viscodex_lsp.edges.model.local_server import find_server, still_runs
from viscodex_lsp.edges.model.run_folder import RunFolder, default_place
from viscodex_lsp.edges.private_files import user_mark
from viscodex_lsp.edges.processes import kill

FAKE = str(Path(__file__).parents[4] / "fixtures" / "servers" / "fake_local_server.py")
PROMPT = Prompt((Message("user", ("x",)),))


class Fakes:
    """A run folder, and the fake servers that were started in it."""

    def __init__(self, folder: Path) -> None:
        self.place = folder / "run"
        self._starts = folder / "starts"

    def command(self, mode: str = "ready") -> list[str]:
        return [sys.executable, FAKE, str(self._starts), mode]

    def completer(self, mode: str = "ready", *, folder: str = "") -> LocalCompleter:
        settings = Settings(embedded=EmbeddedSettings(folder=folder))
        return LocalCompleter(settings, place=self.place, command=self.command(mode))

    def let_go(self) -> None:
        """End the loading of a `held` server."""
        self._starts.with_suffix(".go").touch()

    @property
    def started(self) -> list[int]:
        return [int(line) for line in self._starts.read_text().split()] if self._starts.exists() else []

    def end(self, pid: int) -> None:
        kill(pid)
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)


@pytest.fixture
def fakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fakes]:
    monkeypatch.setenv("FAKE_VERSION", __version__)
    made = Fakes(tmp_path)
    yield made
    for pid in made.started:
        made.end(pid)


async def answer(completer: LocalCompleter, notes: list[str] | None = None) -> str:
    told: list[str] = [] if notes is None else notes
    try:
        return "".join([piece.text async for piece in completer.stream(PROMPT, notify=told.append)])
    finally:
        await completer.close()


async def test_the_first_question_starts_it_and_the_next_finds_it(fakes: Fakes) -> None:
    """Two editors, one after the other, are answered by the same process; only the first waits for a start."""
    notes: list[str] = []
    first = await answer(fakes.completer(), notes)
    assert notes[0] == "Starting the local server"
    notes.clear()
    assert await answer(fakes.completer(), notes) == first
    assert notes == []
    assert first == f"from {fakes.started[0]}"
    assert len(fakes.started) == 1
    assert await fakes.completer().identify() == "fake"


@pytest.mark.parametrize("pretend", [pretend_mac, pretend_windows], ids=["macos", "windows"])
async def test_it_is_started_and_shared_on_other_systems_too(
    fakes: Fakes, pretend: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By locks, process ids and files that macOS and Windows have (what is POSIX's alone is taken away)."""
    first = fakes.completer()
    with monkeypatch.context() as patch:
        pretend(patch)
        told = await answer(first)
        assert await answer(fakes.completer()) == told
    assert told == f"from {fakes.started[0]}"
    assert len(fakes.started) == 1


async def test_many_editors_at_once_start_one(fakes: Fakes) -> None:
    """Four processes and four tasks that ask at the same moment are all answered by one server."""
    program = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from viscodex_lsp.core.settings import Settings\n"
        "from viscodex_lsp.edges.model.local_completer import LocalCompleter\n"
        "asked = LocalCompleter(Settings(), place=Path(sys.argv[1]), command=sys.argv[2:])\n"
        "print(asyncio.run(asked.identify()))\n"
    )
    editors = [
        await asyncio.create_subprocess_exec(
            *[sys.executable, "-c", program, str(fakes.place), *fakes.command("slow")],
            stdout=subprocess.PIPE,
            cwd=Path(FAKE).parents[2],
        )
        for _ in range(4)
    ]
    here = await asyncio.gather(*[answer(fakes.completer("slow")) for _ in range(4)])
    there = [(await editor.communicate())[0].decode().strip() for editor in editors]
    assert len(fakes.started) == 1
    assert set(here) == {f"from {fakes.started[0]}"}
    assert set(there) == {"fake"}


async def test_its_loading_shows(fakes: Fakes) -> None:
    """What the server says about its loading reaches the person."""
    notes: list[str] = []
    await answer(fakes.completer("slow"), notes)
    assert notes == [
        "Starting the local server",
        "Starting the local server: part 1 of 2",
        "Starting the local server: part 2 of 2",
    ]


async def test_a_dead_server_is_started_again(fakes: Fakes) -> None:
    """The state of a process that was killed is not believed; the same editor is answered by a new one."""
    asked = fakes.completer()
    await answer(asked)
    fakes.end(fakes.started[0])
    assert await answer(asked) == f"from {fakes.started[1]}"


async def test_a_number_given_anew_is_not_the_server(fakes: Fakes) -> None:
    """A state whose process id now belongs to another program, which does not answer, is not believed."""
    files = RunFolder(fakes.place, checkpoint="")
    files.prepare()
    state = {
        "pid": os.getpid(),
        "url": "http://127.0.0.1:9",
        "model": "x",
        "folder": "",
        "version": __version__,
    }
    files.state.write_text(json.dumps(state))
    files.new_token()
    assert await answer(fakes.completer()) == f"from {fakes.started[0]}"


HUGE = json.dumps(
    {"pid": 10**30, "url": "http://127.0.0.1:9", "model": "x", "folder": "", "version": __version__}
)


@pytest.mark.parametrize("state", ["", "{", "[]", '{"pid": "x"}', "null", '{"pid": 1}', HUGE])
async def test_a_damaged_state_is_not_believed(fakes: Fakes, state: str) -> None:
    """Whatever is in the state file, a server is started where none answers."""
    files = RunFolder(fakes.place, checkpoint="")
    files.prepare()
    files.state.write_text(state)
    assert await answer(fakes.completer()) == f"from {fakes.started[0]}"


@pytest.mark.parametrize(
    "starting",
    [str(os.getpid()), str(os.getppid()), "1", str(10**30), "-1", "9" * 5000],
    ids=["this process", "its parent", "the first", "none so high", "below zero", "5000 digits"],
)
async def test_a_foreign_process_is_not_waited_for(fakes: Fakes, starting: str) -> None:
    """A note of a start that is of another process, or of none, holds nobody up."""
    files = RunFolder(fakes.place, checkpoint="")
    files.prepare()
    files.state.with_suffix(".starting").write_text(starting)
    async with asyncio.timeout(20):
        assert await answer(fakes.completer()) == f"from {fakes.started[0]}"


async def test_a_server_that_ends_just_now_is_started_again(fakes: Fakes) -> None:
    """A question that meets the server at the end of its idle time is answered by a new one."""
    asked = fakes.completer("fading")
    assert await answer(asked) == f"from {fakes.started[0]}"
    (fakes.place.parent / "starts.fade").touch()
    while RunFolder(fakes.place, checkpoint="").state.exists():
        await asyncio.sleep(0.01)
    (fakes.place.parent / "starts.fade").unlink()
    assert await answer(asked) == f"from {fakes.started[1]}"


def test_without_a_home_there_is_a_folder_of_the_users_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where neither HOME nor the system's list knows the user, servers and editors meet below the temporary folder."""
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("no home")))
    assert user_mark() in str(default_place({}))


async def test_a_state_that_points_elsewhere_is_not_believed(fakes: Fakes) -> None:
    """Pictures for the local server never go to another machine."""
    files = RunFolder(fakes.place, checkpoint="")
    files.prepare()
    state = {
        "pid": os.getpid(),
        "url": "http://models.example",
        "model": "x",
        "folder": "",
        "version": __version__,
    }
    files.state.write_text(json.dumps(state))
    assert files.read_state() is None


async def test_a_lost_token_is_made_anew(fakes: Fakes) -> None:
    """A server that does not accept the token on file is replaced by one that does."""
    await answer(fakes.completer())
    RunFolder(fakes.place, checkpoint="").new_token()
    assert await answer(fakes.completer()) == f"from {fakes.started[1]}"


async def test_another_version_is_not_used(fakes: Fakes, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an upgrade the server of the old version is left to its end, and one of the new version started."""
    await answer(fakes.completer())
    monkeypatch.setattr(local_server, "__version__", "9.9")
    monkeypatch.setenv("FAKE_VERSION", "9.9")
    assert await answer(fakes.completer()) == f"from {fakes.started[1]}"


async def test_a_server_of_code_that_changed_since_is_not_used(
    fakes: Fakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reads most of its modules with its first questions. What was started just now is used all the same."""
    await answer(fakes.completer())
    files = RunFolder(fakes.place)
    running = await find_server(files)
    assert running is not None and still_runs(files, running)
    monkeypatch.setattr(local_server, "code_changed_at", lambda _: float("inf"))
    assert not still_runs(files, running)
    assert await find_server(files) is None
    assert await answer(fakes.completer()) == f"from {fakes.started[1]}"


async def test_another_checkpoint_has_its_own_server(fakes: Fakes, tmp_path: Path) -> None:
    """Two editors with different checkpoint folders do not end each other's server."""
    bundled = await answer(fakes.completer())
    own = await answer(fakes.completer(folder=str(tmp_path)))
    assert (bundled, own) == (f"from {fakes.started[0]}", f"from {fakes.started[1]}")
    assert await answer(fakes.completer()) == bundled


async def test_a_cancelled_start_is_found_by_the_next(fakes: Fakes) -> None:
    """Who gives up while the model loads leaves no second server behind for the next question."""
    begun = asyncio.Event()

    async def give_up() -> None:
        async for _ in fakes.completer("slow").stream(PROMPT, notify=lambda _: begun.set()):
            pass

    task = asyncio.create_task(give_up())
    await begun.wait()
    task.cancel()
    await asyncio.wait([task])
    await answer(fakes.completer("slow"))
    assert len(fakes.started) == 1


async def test_a_server_that_cannot_start_says_why(fakes: Fakes) -> None:
    """The last line of its log is in the sentence, and where the log is."""
    with pytest.raises(NoLocalServer, match=r"\(The checkpoint has no weights\)\. Its log is .*server\.url"):
        await answer(fakes.completer("broken"))


async def test_a_full_disk_is_told(fakes: Fakes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that takes no more files is a sentence with the system's reason."""

    def refuse(_: RunFolder) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(RunFolder, "new_token", refuse)
    with pytest.raises(NoLocalServer, match=r"cannot be written \(No space left on device\)"):
        await answer(fakes.completer())


async def test_a_second_window_is_told_that_it_waits(fakes: Fakes) -> None:
    """Who asks while the server is starting hears so, once; which of the two that is, chance says."""
    waits = "Waiting for the local server, which is starting"

    async def ask() -> list[str]:
        notes: list[str] = []

        def note(text: str) -> None:
            notes.append(text)
            if text == waits:
                fakes.let_go()

        asked = fakes.completer("held")
        async for _ in asked.stream(PROMPT, notify=note):
            pass
        await asked.close()
        return notes

    heard = await asyncio.gather(ask(), ask())
    assert heard.count([waits]) == 1
    (starts,) = (notes for notes in heard if notes != [waits])
    assert starts[0] == "Starting the local server"


async def test_a_program_that_is_not_there(fakes: Fakes) -> None:
    """A command that cannot be run is a sentence."""
    asked = LocalCompleter(Settings(), place=fakes.place, command=["/nonexistent/python"])
    with pytest.raises(NoLocalServer, match=r"cannot be started \(No such file or directory\)"):
        await answer(asked)


@pytest.mark.parametrize(
    ("folder", "missing", "extra"), [("", "onnxruntime", "local"), ("checkpoint", "torch", "torch")]
)
async def test_without_the_extra_two_ways_on_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, missing: str, extra: str
) -> None:
    """Where what is to be served is not installed, the sentence names the setting and the command."""
    monkeypatch.setattr(local_server, "find_spec", lambda name: None if name == missing else object())
    settings = Settings(embedded=EmbeddedSettings(folder=folder))
    with pytest.raises(NoLocalServer, match=rf"{missing} missing.*viscodex\.server\.url") as refused:
        await answer(LocalCompleter(settings, place=tmp_path / "run"))
    assert str(refused.value).endswith(f"run: {install_command(extra)}")


async def test_its_files_are_private(fakes: Fakes) -> None:
    """Nobody else can read the token or the log, also where the folder was open before."""
    fakes.place.mkdir(mode=0o755)
    await answer(fakes.completer())
    assert stat.S_IMODE(fakes.place.stat().st_mode) == 0o700
    files = RunFolder(fakes.place, checkpoint="")
    for path in (files.token, files.log):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert files.read_token() not in files.log.read_text()


async def test_a_folder_that_is_a_link_is_refused(fakes: Fakes, tmp_path: Path) -> None:
    """A link in the place of the folder, which somebody else could have laid, is not followed."""
    (tmp_path / "elsewhere").mkdir()
    fakes.place.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NoLocalServer, match="not a folder of your own"):
        await answer(fakes.completer())


def test_the_folder_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is in the runtime folder of the session, or in the user's cache where there is none."""
    monkeypatch.setenv("HOME", "/home/x")
    assert default_place({"XDG_RUNTIME_DIR": str(tmp_path)}) == tmp_path / "viscodex-lsp"
    for runtime in ("relative", "/nonexistent/7", ""):
        assert default_place({"XDG_RUNTIME_DIR": runtime}) == Path("/home/x/.cache/viscodex-lsp/run")
    assert default_place({}) == Path("/home/x/.cache/viscodex-lsp/run")


async def test_the_key_of_the_team_server_stays_here(fakes: Fakes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The local server is started without the key that is meant for another one."""
    monkeypatch.setenv("VISCODEX_API_KEY", "team-key")
    await answer(fakes.completer())
    environment = Path(f"/proc/{fakes.started[0]}/environ")
    if not environment.exists():
        pytest.skip("the environment of a process is seen by /proc only")
    assert b"team-key" not in environment.read_bytes()
