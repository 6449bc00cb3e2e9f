"""A project's own components in the whole flow, as the command runs it: told of, used, imported, and kept private."""

from pathlib import Path

import pytest
from lsprotocol import types

from tests.e2e.test_command_line import run
from tests.fixtures.people.virtual_editor import editor
from tests.fixtures.pictures.scenes import asks, png, settings
from tests.fixtures.servers.scripted_engine import scripted_engine, stream

BUTTON = (
    "/** Starts something. */\nexport function Button({ children, ...rest }: "
    "React.ButtonHTMLAttributes<HTMLButtonElement>) {\n  return <button {...rest}>{children}</button>; // INNER\n}\n"
)
HOME = "export function Home() {\n  return (\n    <main>\n    </main>\n  );\n}\n"
REPLY = '```tsx\n<button style={{ color: "#2563eb" }}>Save</button>\n```'
RAW = '+      <button style={{ color: "#2563eb" }}>Save</button>\n'
WANTED = (
    "+import { Button } from './ui/Button';\n+\n export function Home() {\n   return (\n     <main>\n"
    "+      <Button>Save</Button>\n"
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a button, a page without one, and a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "project"
    for path, text in {"src/ui/Button.tsx": BUTTON, "src/Home.tsx": HOME, "package.json": "{}"}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    (root / "mock.png").write_bytes(png())
    return root


async def applied(project: Path, *settings: str) -> tuple[str, str, str]:
    """The diff, what was said beside it, and what the model was told."""
    words = [word for setting in ("truth.mode=off", *settings) for word in ("--set", setting)]
    async with scripted_engine(stream(REPLY)) as engine:
        done = await run(
            "apply",
            "src/Home.tsx",
            "--image",
            "mock.png",
            "--line",
            "4",
            *words,
            url=engine.url,
            folder=project,
        )
        asked = "".join(request.body.decode() for request in engine.requests)
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr, asked


async def test_raw_markup_becomes_the_projects_component(project: Path) -> None:
    """The model is told of the button and writes raw markup all the same; the edit has the button and its import."""
    diff, said, asked = await applied(project)
    assert WANTED in diff
    assert "used the project's `Button` for 1 element" in said
    assert "./ui/Button" in asked
    assert "Starts something." in asked
    assert "INNER" not in asked
    (kept,) = (project.parent / "cache/viscodex-lsp/projects").iterdir()
    assert (kept.suffix, kept.stat().st_mode & 0o777) == (".sqlite", 0o600)


@pytest.mark.parametrize(
    ("setting", "changed", "told"),
    [
        ("components.check=off", False, True),
        ("components.check=note", False, True),
        ("privacy.projectFacts=tokens,assets", True, False),
        ("context.componentTokens=0", True, False),
    ],
)
async def test_settings_decide_what_is_sent_and_changed(
    project: Path, setting: str, changed: bool, told: bool
) -> None:
    """What may be sent, and what is done with the reply, are apart."""
    diff, _, asked = await applied(project, setting)
    assert (WANTED in diff, RAW in diff) == (changed, not changed)
    assert ("./ui/Button" in asked) == told
    assert sorted(path.name for path in (project / "src").iterdir()) == ["Home.tsx", "ui"]


NG_BUTTON = (
    'import { Component } from "@angular/core";\n@Component({ selector: "app-button", template: "<ng-content/>" })\n'
    "export class ButtonComponent {}\n"
)
NG_HOME = (
    'import { Component } from "@angular/core";\n\n@Component({\n  selector: "app-home",\n'
    '  templateUrl: "./home.component.html",\n'
    "})\nexport class HomeComponent {}\n"
)


async def test_a_template_of_angular_and_its_component_change_in_one_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The template uses the component, and the file beside it imports and lists it; both are written."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "project"
    files = {
        "package.json": '{"dependencies": {"@angular/core": "^20.0.0"}}',
        "src/button.component.ts": NG_BUTTON,
        "src/home.component.ts": NG_HOME,
        "src/home.component.html": "<main>\n</main>\n",
    }
    (root / "src").mkdir(parents=True)
    for path, text in files.items():
        (root / path).write_text(text)
    (root / "mock.png").write_bytes(png())
    words = ["apply", "src/home.component.html", "--image", "mock.png", "--line", "2", "--write"]
    async with scripted_engine(stream("```html\n<button>Save</button>\n```")) as engine:
        done = await run(*words, "--set", "truth.mode=off", url=engine.url, folder=root)
    assert done.returncode == 0, done.stderr
    assert (
        root / "src/home.component.html"
    ).read_text() == "<main>\n  <app-button>Save</app-button>\n</main>\n"
    home = (root / "src/home.component.ts").read_text()
    assert 'import { ButtonComponent } from "./button.component";\n' in home
    assert '  selector: "app-home",\n  imports: [ButtonComponent],\n' in home


async def test_an_open_component_of_angular_keeps_what_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file is open and not saved: the list goes into the text as it stands there, and the disk stays."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "project"
    (root / "src").mkdir(parents=True)
    (root / "package.json").write_text('{"dependencies": {"@angular/core": "^20.0.0"}}')
    (root / "mock.png").write_bytes(png())
    page = "<main>\n</main>\n"
    for name, text in {"button.component.ts": NG_BUTTON, "home.component.ts": NG_HOME}.items():
        (root / "src" / name).write_text(text)
    (root / "src" / "home.component.html").write_text(page)
    typed = NG_HOME.replace("{}\n", "{\n  readonly title = 'typed and not saved';\n}\n")
    async with (
        scripted_engine(stream("```html\n<button>Save</button>\n```")) as engine,
        editor(workspace=root, capabilities="visual-studio-code", settings=settings(engine.url)) as client,
    ):
        script = client.open(root / "src" / "home.component.ts", typed, "typescript")
        uri = client.open(root / "src" / "home.component.html", page, "html")
        picture = {"kind": "file", "path": str(root / "mock.png")}
        await client.run("viscodex.imageToCode", asks(client, uri, len("<main>\n"), picture=picture))
        await client.message("Inserted")
        assert "<app-button>Save</app-button>" in client.buffers[uri].text
        written = client.buffers[script].text
    assert "readonly title = 'typed and not saved';" in written
    assert 'import { ButtonComponent } from "./button.component";\n' in written
    assert "  imports: [ButtonComponent],\n" in written
    assert (root / "src" / "home.component.ts").read_text() == NG_HOME


async def test_files_that_others_change_are_known_at_once(project: Path) -> None:
    """The editor is asked to watch them, tells of a new component, and the next edit uses it."""
    other = "export function Link({ children, ...rest }: React.AnchorHTMLAttributes<HTMLAnchorElement>) {\n"
    other += "  return <a {...rest}>{children}</a>;\n}\n"
    reply = '```tsx\n<a href="/x">More</a>\n```'
    async with (
        scripted_engine(stream(reply)) as engine,
        editor(workspace=project, settings=settings(engine.url)) as client,
    ):
        await client.until(lambda: bool(client.registered))
        [watching] = client.registered
        assert watching.method == types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        uri = client.open(project / "src" / "Home.tsx", HOME, "typescriptreact")
        for wanted in ('<a href="/x">More</a>', '<Link href="/x">More</Link>'):
            picture = {"kind": "file", "path": str(project / "mock.png")}
            asked = asks(client, uri, HOME.index("    </main>"), picture=picture)
            answer = await client.request("viscodex/imageToCode", asked)
            assert wanted in str(answer.edit)
            (project / "src/ui/Link.tsx").write_text(other)
            change = types.FileEvent((project / "src/ui/Link.tsx").as_uri(), types.FileChangeType.Created)
            client.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))


async def test_an_editor_that_watches_no_files_is_not_asked_to(project: Path) -> None:
    """Neovim 0.7 does not announce it."""
    async with scripted_engine(stream(REPLY)) as engine:
        async with editor(workspace=project, capabilities="neovim", settings=settings(engine.url)) as client:
            client.open(project / "src" / "Home.tsx", HOME, "typescriptreact")
            await client.request("viscodex/status", {})
            assert client.registered == []
