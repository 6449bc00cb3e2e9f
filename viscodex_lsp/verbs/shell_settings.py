"""Settings in a shell: `--set` and `--settings` instead of an editor, and sentences that name them so.

The command line overrides the environment, the environment the file, and the file the defaults.
"""

import argparse
import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.core.settings import ENVIRONMENT, Settings, resolve, setting_names

SLOW_ADVICE = "raise request.timeoutSeconds, or choose a smaller picture"
_MOST_BYTES = 1_000_000
# A flag that a sentence gives whole stays as it is.
_NAMED = re.compile(r"(?<!--set )\b(?:viscodex\.)?([a-z]+\.[a-zA-Z]+)\b")
_EDITORS_KEY = re.compile(r",? or (the key in|into) the editor's secret store")


def read_settings(arguments: argparse.Namespace) -> Settings:
    """The settings in force for a verb with these flags.

    Raises:
        UsageError: the file cannot be read, a name is unknown, or a value cannot be used.
    """
    told = _from_file(Path(arguments.settings)) if arguments.settings else {}
    flags = _from_flags(arguments.changes)
    for name in ("candidates", "rounds"):
        if getattr(arguments, name, None) is not None:
            flags.setdefault("truth", {})[name] = getattr(arguments, name)
    return resolve(editor=told, environment=os.environ, command_line=flags)


def in_shell_words(sentence: str) -> str:
    """The sentence with the flag beside each setting of an editor, and the variable where there is one."""
    variables = {".".join(place): name for name, place in ENVIRONMENT.items()}
    known, told = setting_names(), set[str]()

    def reworded(match: re.Match[str]) -> str:
        name = match[1]
        if name not in known:
            return match[0]
        first = name not in told
        told.add(name)
        variable = f" or {variables[name]}" if name in variables else ""
        return f"{name} (--set {name}=…{variable})" if first else name

    return _NAMED.sub(reworded, _EDITORS_KEY.sub("", sentence))


def _from_flags(changes: Sequence[str]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for change in changes:
        name, equals, value = change.partition("=")
        name = name.strip().removeprefix("viscodex.")
        if name not in setting_names():
            raise UsageError(
                f"--set {change} names no setting. Write --set NAME=VALUE; viscodex-lsp settings lists the names."
            )
        if not equals:
            raise UsageError("--set was given a name alone. Write --set NAME=VALUE.")
        section, _, key = name.partition(".")
        nested.setdefault(section, {})[key] = value.strip()
    return nested


def _from_file(path: Path) -> dict[str, Any]:
    """A file's settings, whether nested ({"request": {"maxTokens": 1}}) or by whole names, as editors keep them."""
    try:
        with path.open("rb") as file:
            content = json.loads(file.read(_MOST_BYTES))
    except OSError as error:
        raise UsageError(f"Cannot read {path}: {error.strerror}. Name a JSON file of settings.") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(
            f'{path} is not JSON. Write it like {{"request": {{"maxTokens": 4096}}}}.'
        ) from error
    if not isinstance(content, Mapping):
        raise UsageError(f"{path} is not a JSON object of settings.")
    nested: dict[str, Any] = {}
    for name, value in content.get("viscodex", content).items():
        section, _, key = str(name).removeprefix("viscodex.").partition(".")
        if key:
            nested.setdefault(section, {})[key] = value
        elif isinstance(value, Mapping):
            nested.setdefault(section, {}).update(value)
    _refuse_unknown(path, nested)
    return nested


def _refuse_unknown(path: Path, nested: Mapping[str, Mapping[str, Any]]) -> None:
    """What is in a section of ours and no setting is misspelt; other sections are an editor's own."""
    known = setting_names()
    sections = {name.partition(".")[0] for name in known}
    names = (f"{section}.{key}" for section in nested.keys() & sections for key in nested[section])
    unknown = sorted(name for name in names if name not in known)
    if unknown:
        raise UsageError(
            f"{path} names {', '.join(unknown)}, which is no setting. viscodex-lsp settings lists the names."
        )
