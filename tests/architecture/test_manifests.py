"""What is published beside the program: manifests of registries and editors, and the settings of agents."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import viscodex_lsp
from viscodex_lsp.cli import build_parser
from viscodex_lsp.core.language.languages import language_of

ROOT = Path(__file__).parents[2]
VERSION = viscodex_lsp.__version__
AGENTS = (ROOT / "editors/agents.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(json|toml)\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^(?:[A-Z_]+=\S+(?: \S+ \S+ \S+\))? )?viscodex-lsp (.+)$", re.MULTILINE)


# What the registry's schema of 2025-12-11 knows of a package and of its inputs; a package takes nothing else.
PACKAGE_KEYS = {
    "registryType", "registryBaseUrl", "identifier", "version", "fileSha256", "runtimeHint", "transport",
    "runtimeArguments", "packageArguments", "environmentVariables",
}  # fmt: skip
INPUT_KEYS = {
    "type", "name", "value", "valueHint", "description", "isRequired", "isRepeated", "isSecret", "format", "default",
    "placeholder", "choices", "variables",
}  # fmt: skip
# What Zed's manifest has for a server of each kind; one of MCP has nothing but its name.
ZED_KEYS = {
    "id", "name", "version", "schema_version", "authors", "description", "repository", "language_servers",
    "context_servers", "agent_servers", "capabilities",
}  # fmt: skip
ZED_LANGUAGE_SERVER = {"name", "language", "languages", "language_ids", "code_action_kinds"}
# What each client's own settings take for a local server, with its type; the first must be there.
FORMS: dict[str, tuple[dict[str, type], set[str]]] = {
    "MCP: Claude Code": ({"type": str, "command": str, "args": list, "env": dict}, {"command"}),
    "MCP: VS Code": (
        {"type": str, "command": str, "cwd": str, "args": list, "envFile": str, "env": dict, "dev": dict},
        {"type", "command"},
    ),
    "MCP: Cursor": ({"type": str, "command": str, "args": list, "env": dict, "envFile": str}, {"command"}),
    "MCP: Codex": (
        {
            "command": str, "args": list, "env": dict, "env_vars": list, "cwd": str, "startup_timeout_sec": int,
            "tool_timeout_sec": int, "enabled": bool, "required": bool, "enabled_tools": list, "disabled_tools": list,
        },
        {"command"},
    ),
    "MCP: Zed": (
        {"command": str, "args": list, "env": dict, "timeout": int, "enabled": bool, "remote": bool},
        {"command", "args"},
    ),
    "ACP: JetBrains": ({"command": str, "args": list, "env": dict}, {"command"}),
    "ACP: Zed": ({"type": str, "command": str, "args": list, "env": dict}, {"type", "command"}),
}  # fmt: skip


def calls_in(value: Any) -> list[list[str]]:
    """The arguments of every program that settings start."""
    if isinstance(value, dict):
        mine = [value["args"]] if value.get("command") == "viscodex-lsp" else []
        return mine + [call for each in value.values() for call in calls_in(each)]
    return []


def blocks() -> list[tuple[str, Any]]:
    read = {"json": json.loads, "toml": tomllib.loads}
    return [(kind, read[kind](text)) for kind, text in BLOCK.findall(AGENTS)]


def test_the_registry_entry_has_its_form() -> None:
    """Schema 2025-12-11: the name with one slash, at most 100 characters of description, one version everywhere."""
    server = json.loads((ROOT / "server.json").read_text(encoding="utf-8"))
    assert re.fullmatch(r"[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+", server["name"])
    assert 1 <= len(server["description"]) <= 100 and len(server["title"]) <= 100
    (package,) = server["packages"]
    assert {server["version"], package["version"]} == {VERSION}
    assert (package["registryType"], package["identifier"]) == ("pypi", "viscodex-lsp")
    assert package["transport"] == {"type": "stdio"}
    assert set(server) <= {
        "$schema",
        "name",
        "title",
        "description",
        "version",
        "repository",
        "websiteUrl",
        "packages",
    }
    assert set(package) <= PACKAGE_KEYS
    inputs = (*package["runtimeArguments"], *package["packageArguments"], *package["environmentVariables"])
    assert all(set(each) <= INPUT_KEYS for each in inputs)
    assert all(each.get("format", "string") in {"string", "number", "boolean", "filepath"} for each in inputs)
    for argument in (*package["runtimeArguments"], *package["packageArguments"]):
        assert argument["type"] in ("named", "positional")
        assert "name" in argument if argument["type"] == "named" else "value" in argument
    assert package["runtimeArguments"][0]["value"].endswith(f"=={VERSION}")
    # PyPI's page shows the README, where the registry looks for the owner's word.
    assert f"mcp-name: {server['name']}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_registry_entry_starts_the_program() -> None:
    """Its arguments are ones that the program takes; its variables are ones that it reads."""
    (package,) = json.loads((ROOT / "server.json").read_text(encoding="utf-8"))["packages"]
    words: list[str] = []
    for argument in package["packageArguments"]:
        words += [argument["name"], "."] if argument["type"] == "named" else [argument["value"]]
    assert build_parser().parse_args(words).verb == "mcp"
    names = {variable["name"] for variable in package["environmentVariables"]}
    assert names == {"VISCODEX_SERVER_URL", "VISCODEX_MODEL", "VISCODEX_API_KEY"}


def test_the_zed_manifest_has_its_form() -> None:
    """What Zed asks for, in this version; every language is one that the server knows."""
    manifest = tomllib.loads((ROOT / "editors/zed/extension.toml").read_text(encoding="utf-8"))
    assert {"id", "name", "version", "schema_version", "authors", "description", "repository"} <= set(
        manifest
    )
    assert (manifest["schema_version"], manifest["version"]) == (1, VERSION)
    assert set(manifest) <= ZED_KEYS and manifest["context_servers"] == {"viscodex": {}}
    server = manifest["language_servers"]["viscodex"]
    assert set(server) <= ZED_LANGUAGE_SERVER
    assert set(server["languages"]) == set(server["language_ids"])
    assert all(language_of(known).known for known in server["language_ids"].values())
    crate = tomllib.loads((ROOT / "editors/zed/Cargo.toml").read_text(encoding="utf-8"))
    assert crate["package"]["version"] == VERSION and crate["lib"]["crate-type"] == ["cdylib"]
    source = (ROOT / "editors/zed/src/lib.rs").read_text(encoding="utf-8")
    for words in re.findall(r"vec!\[\"([\w-]+)\"", source):
        assert build_parser().parse_args([words])


def test_the_vs_code_package_is_ready_for_open_vsx() -> None:
    """Open VSX wants a namespace, a name, a version, a licence, and an icon of at least 128 pixels."""
    folder = ROOT / "editors/vscode"
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    assert all(
        package[key] for key in ("publisher", "name", "displayName", "description", "license", "categories")
    )
    assert package["version"] == VERSION and package["engines"]["vscode"]
    icon = (folder / package["icon"]).read_bytes()
    assert icon.startswith(b"\x89PNG") and int.from_bytes(icon[16:20]) >= 128 <= int.from_bytes(icon[20:24])


def test_every_setting_text_can_be_read() -> None:
    """JSON and TOML as they are copied; each starts the program with arguments that it takes."""
    found = [call for _, value in blocks() for call in calls_in(value)]
    assert len(found) == len(blocks()) >= 7
    for call in found:
        assert build_parser().parse_args(call).verb in ("mcp", "acp")


@pytest.mark.parametrize(
    ("title", "keys"),
    [
        ("MCP: Claude Code", ("mcpServers", "viscodex")),
        ("MCP: VS Code", ("servers", "viscodex")),
        ("MCP: Cursor", ("mcpServers", "viscodex")),
        ("MCP: Codex", ("mcp_servers", "viscodex")),
        ("MCP: Zed", ("context_servers", "viscodex")),
        ("ACP: JetBrains", ("agent_servers", "VisCodex")),
        ("ACP: Zed", ("agent_servers", "VisCodex")),
    ],
)
def test_each_client_gets_its_own_form(title: str, keys: tuple[str, str]) -> None:
    """Under the keys that its documentation names, and with no field that the client does not know."""
    section = AGENTS.partition(f"## {title}\n")[2].partition("\n## ")[0]
    (found,) = BLOCK.findall(section)
    value = json.loads(found[1]) if found[0] == "json" else tomllib.loads(found[1])
    assert set(value) == {keys[0]}
    entry = value[keys[0]][keys[1]]
    known, needed = FORMS[title]
    assert entry["command"] == "viscodex-lsp" and needed <= set(entry)
    assert {key: type(each) for key, each in entry.items()}.items() <= known.items()
    assert entry.get("type") in ({"stdio"} if title.startswith("MCP") else {"custom"}) | {None}


def test_every_command_of_the_page_is_one() -> None:
    """As it is printed for a shell."""
    commands = [words.split() for words in COMMAND.findall(AGENTS)]
    assert commands
    for words in commands:
        assert build_parser().parse_args(words)
