"""Libraries over several refreshes and processes: what is read on, kept, and not waited for."""

from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.unit.viscodex_lsp.edges.workspace.indexed import index, write
from viscodex_lsp.edges.workspace.libraries import MOST_ROUNDS, Library
from viscodex_lsp.edges.workspace.store import Store


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "project"
    made.mkdir()
    return made


def test_a_library_without_components_is_read_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next look at the workspace does not read its types again; one that is installed later is read."""
    write(
        root,
        {
            "package.json": '{"name": "x", "dependencies": {"hooks": "1", "later": "1"}}',
            "node_modules/hooks/package.json": '{"types": "./a.d.ts", "peerDependencies": {"react": "*"}}',
            "node_modules/hooks/a.d.ts": "export declare function useA(): string;\n",
        },
    )
    made = index(root)
    read: list[str] = []

    def read_nothing(library: Library) -> tuple[()]:
        read.append(library.name)
        return ()

    monkeypatch.setattr(Library, "read", read_nothing)
    made.refresh()
    assert read == []
    write(root, {"node_modules/later/package.json": "{}"})
    made.refresh()
    assert read == ["later"]


def test_libraries_are_kept_for_the_next_process(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read of a library is known at once the next time; a newer one is read again."""
    types = "export declare const Button: React.FC<{ tone?: string }>;\n"
    write(
        root,
        {
            "package.json": '{"name": "x", "dependencies": {"kit": "1"}}',
            "node_modules/kit/package.json": '{"types": "./a.d.ts", "peerDependencies": {"react": "*"}}',
            "node_modules/kit/a.d.ts": types,
        },
    )
    first = index(root).workspace.libraries["kit"]
    assert [(each.name, each.file) for each in first] == [("Button", "kit")]
    with monkeypatch.context() as patched:
        patched.delattr("viscodex_lsp.edges.workspace.libraries.Library")
        assert index(root).workspace.libraries["kit"] == first
    newer = '{"version": "2", "types": "./a.d.ts", "peerDependencies": {"react": 1}}'
    write(root, {"node_modules/kit/package.json": newer})
    write(root, {"node_modules/kit/a.d.ts": types.replace("Button", "Link")})
    assert [each.name for each in index(root).workspace.libraries["kit"]] == ["Link"]


def test_a_library_that_takes_long_is_read_on_and_not_taken_for_whole(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A round that ends early leaves the rest for the next refresh; nothing half is kept for the next process."""
    write(
        root,
        {
            "package.json": '{"name": "x", "dependencies": {"kit": "1"}}',
            "node_modules/kit/package.json": '{"types": "./a.d.ts", "peerDependencies": {"react": "*"}}',
            "node_modules/kit/a.d.ts": "export declare const Button: React.FC<{}>;\nexport * from './b';\n",
            "node_modules/kit/b.d.ts": "export declare const Card: React.FC<{}>;\n",
        },
    )
    seconds = iter([0.0, 1.0, 99.0])
    with monkeypatch.context() as patched:
        clock = SimpleNamespace(thread_time=lambda: next(seconds, 99.0))
        patched.setattr("viscodex_lsp.edges.workspace.library_types.time", clock)
        patched.setattr("viscodex_lsp.edges.workspace.library_types.ended_by", lambda _: nullcontext())
        half = index(root)
        assert [each.name for each in half.workspace.libraries["kit"]] == ["Button"]
        assert not half.complete and "still being read" in half.partial
    half.refresh()
    assert half.complete
    assert [each.name for each in half.workspace.libraries["kit"]] == ["Button", "Card"]


@pytest.mark.parametrize("gone", ["named no more", "not installed any more"])
def test_a_library_that_goes_while_it_is_read_is_not_waited_for(
    root: Path, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    """The project is known as a whole without it."""
    write(
        root,
        {
            "package.json": '{"name": "x", "dependencies": {"kit": "1"}}',
            "node_modules/kit/package.json": '{"types": "./a.d.ts", "peerDependencies": {"react": "*"}}',
            "node_modules/kit/a.d.ts": "export declare const Button: React.FC<{}>;\n",
        },
    )
    with monkeypatch.context() as patched:
        patched.setattr("viscodex_lsp.edges.workspace.library_types.SECONDS", -1.0)
        project = index(root)
    assert not project.complete
    if gone == "named no more":
        write(root, {"package.json": '{"name": "x", "dependencies": {}}'})
    else:
        (root / "node_modules/kit/package.json").unlink()
    project.refresh()
    assert project.complete


def test_half_a_library_is_not_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process reads it from its beginning."""
    write(
        root,
        {
            "package.json": '{"name": "x", "dependencies": {"kit": "1"}}',
            "node_modules/kit/package.json": '{"types": "./a.d.ts", "peerDependencies": {"react": "*"}}',
            "node_modules/kit/a.d.ts": "export declare const Button: React.FC<{}>;\n",
        },
    )
    with monkeypatch.context() as patched:
        patched.setattr("viscodex_lsp.edges.workspace.library_types.SECONDS", -1.0)
        assert index(root).workspace.libraries["kit"] == ()
    assert [each.name for each in index(root).workspace.libraries["kit"]] == ["Button"]


def test_a_library_that_was_kept_wrongly_is_read_again(root: Path) -> None:
    """What is wrong with the cache never keeps a project from being known."""
    write(
        root,
        {
            "package.json": '{"name": "x", "dependencies": {"kit": "1"}}',
            "node_modules/kit/package.json": '{"types": "./a.d.ts", "peerDependencies": {"react": "*"}}',
            "node_modules/kit/a.d.ts": "export declare const Button: React.FC<{ tone?: string }>;\n",
        },
    )
    first = index(root).workspace.libraries["kit"]
    status = (root / "node_modules/kit/package.json").stat()
    row = ("library:kit", status.st_mtime_ns, status.st_size, b'["half of')
    Store(root.parent / "cache", root).write([row], ())
    again = index(root)
    assert again.workspace.libraries["kit"] == first
    assert again.complete


def test_a_library_that_never_comes_to_its_end_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After its rounds it is left at what is known of it, and the person hears so."""
    write(
        root,
        {
            "package.json": '{"name": "x", "dependencies": {"kit": "1"}}',
            "node_modules/kit/package.json": '{"types": "./a.d.ts", "peerDependencies": {"react": "*"}}',
            "node_modules/kit/a.d.ts": "export declare const Button: React.FC<{}>;\n",
        },
    )
    monkeypatch.setattr("viscodex_lsp.edges.workspace.library_types.SECONDS", -1.0)
    project = index(root)
    for _ in range(MOST_ROUNDS - 1):
        assert "still being read" in project.partial
        project.refresh()
    told = "reading all of kit would take too long, so not all of its components were known"
    assert (project.complete, project.partial) == (True, told)
