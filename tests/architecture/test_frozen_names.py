"""Names that users, editors and scripts rely on: the command line, the commands, the settings."""

from typing import Any

import pytest

from viscodex_lsp.cli import build_parser
from viscodex_lsp.core.settings import Settings, json_schema, resolve
from viscodex_lsp.server.server import create_server


@pytest.mark.parametrize(
    "words",
    [
        "--stdio",
        "--tcp 127.0.0.1:4000",
        "apply page.html --image a.png",
        "apply page.html --image a.png --image b.png --line 3 --instruction dark --write --json",
        "apply page.html --image a.png --lines 3:9",
        "apply page.html --image a.png --candidates 3 --rounds 2 --report out.html",
        "compare page.html --image a.png --json",
        "compare --batch",
        "capture -o out.png",
        "capture --monitor 2 --region 0,0,10,20 -o out.png",
        "capture --region pick -o out.png",
        "doctor",
        "web",
        "web --port 8000 --no-open --set request.maxTokens=4096",
        "local status",
        "local stop",
        "apply page.html --image a.png --with styles --with test --cut-outs --region 1,2,3,4 --at 3:5",
        "acp",
        "acp --root .",
        "mcp",
        "mcp --http",
        "mcp --http 7777 --root . --read-only --set request.maxTokens=9",
        "settings",
    ],
)
def test_the_server_command_line_is_frozen(words: str) -> None:
    """Every documented call of viscodex-lsp is accepted."""
    assert build_parser().parse_args(words.split())


def test_the_commands_and_requests_are_frozen() -> None:
    """The server registers exactly the documented commands and custom requests."""
    manager = create_server().protocol.fm
    assert set(manager.commands) == {
        "viscodex.imageToCode",
        "viscodex.refine",
        "viscodex.captureScreen",
        "viscodex.applyProposal",
        "viscodex.discardProposal",
        "viscodex.cancel",
    }
    custom = {name for name in manager.features if name.startswith("viscodex/")}
    assert custom == {
        "viscodex/attachPicture",
        "viscodex/imageToCode",
        "viscodex/report",
        "viscodex/status",
    }


def names_of(schema: dict[str, Any], definition: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for name, field in definition["properties"].items():
        reference = field.get("$ref") or field.get("allOf", [{}])[0].get("$ref")
        target = schema["$defs"][reference.rpartition("/")[2]] if reference else None
        found[name] = names_of(schema, target) if target else field["default"]
    return found


def test_the_settings_equal_their_schema() -> None:
    """Each setting stands in the schema with its default and one sentence, under the name that editors use."""
    schema = json_schema()
    assert names_of(schema, schema) == Settings().model_dump(by_alias=True)
    for section in schema["$defs"].values():
        for field in section["properties"].values():
            assert field["description"].endswith(".")


def test_the_documented_settings_are_there() -> None:
    """The settings that the documentation names exist."""
    dumped = Settings().model_dump(by_alias=True)
    for name in (
        "server.url",
        "server.model",
        "request.timeoutSeconds",
        "request.maxTokens",
        "picture.maxPixels",
        "context.maxTokens",
        "delivery.mode",
        "checks.repairAttempts",
        "truth.mode",
        "truth.applyFrom",
        "truth.refuseBelow",
        "truth.rounds",
        "truth.candidates",
        "truth.runPrograms",
    ):
        section, key = name.split(".")
        assert key in dumped[section]


def test_the_command_line_comes_before_the_environment_and_the_editor() -> None:
    """Precedence: command line, environment, editor, default."""
    editor = {"server": {"url": "http://editor", "model": "editor"}}
    environment = {"VISCODEX_SERVER_URL": "http://environment"}
    settings = resolve(editor=editor, environment=environment)
    assert (settings.server.url, settings.server.model) == ("http://environment", "editor")
    settings = resolve(
        editor=editor, environment=environment, command_line={"server": {"url": "http://line"}}
    )
    assert settings.server.url == "http://line"
