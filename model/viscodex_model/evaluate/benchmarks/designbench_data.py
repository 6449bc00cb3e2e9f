"""Reads DesignBench's folders: a page, a change or a fault each, with code and pictures."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from viscodex_model.core.errors import UserError
from viscodex_model.evaluate.benchmarks.packed import unpacked

Framework = Literal["vanilla", "react", "vue", "angular"]
Task = Literal["generation", "edit", "repair"]
FRAMEWORKS: tuple[Framework, ...] = ("vanilla", "react", "vue", "angular")
TASKS: Mapping[Task, str] = {
    "generation": "DesignGeneration",
    "edit": "DesignEdit",
    "repair": "DesignRepair",
}
KINDS: Mapping[Framework, tuple[str, ...]] = {
    "vanilla": ("html",),
    "react": ("jsx",),
    "vue": ("vue",),
    "angular": ("html", "ts"),
}


@dataclass(frozen=True)
class Case:
    """One question. `given` and `wanted` are sources by kind (`html`, `jsx`, `vue`, `ts`); a generation has neither."""

    id: str
    task: Task
    framework: Framework
    pictures: tuple[Path, ...]
    wanted_picture: Path
    given: Mapping[str, str] = field(default_factory=dict)
    wanted: Mapping[str, str] = field(default_factory=dict)
    prompt: str = ""
    issues: tuple[str, ...] = ()
    problem: str | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        return KINDS[self.framework]


def load_cases(data: Path) -> list[Case]:
    """All cases under `data`, in the order of tasks, frameworks and numbers.

    Raises:
        UserError: there is none of its folders.
    """
    data = unpacked(data)
    data = data / "data" if (data / "data").is_dir() else data
    cases = [case for task in TASKS for framework in FRAMEWORKS for case in _cases_in(data, task, framework)]
    if not cases:
        raise UserError(
            f"{data} holds no DesignBench data: the folders {', '.join(TASKS.values())} are expected, with a folder "
            "for each framework."
        )
    return cases


def _cases_in(data: Path, task: Task, framework: Framework) -> Iterator[Case]:
    place = data / TASKS[task] / framework
    folders = [path for path in place.iterdir() if path.name.isdigit()] if place.is_dir() else []
    for folder in sorted(folders, key=lambda path: int(path.name)):
        yield _case(folder, task, framework)


def _case(folder: Path, task: Task, framework: Framework) -> Case:
    identity = f"{task}-{framework}-{folder.name}"
    picture = folder / f"{folder.name}.png"
    try:
        if task == "generation":
            case = Case(identity, task, framework, (picture,), picture)
        else:
            config = json.loads((folder / f"{folder.name}.json").read_text(encoding="utf-8"))
            read = _edit if task == "edit" else _repair
            case = read(identity, folder, framework, config)
    except (OSError, ValueError, KeyError, TypeError) as error:
        return Case(identity, task, framework, (), picture, problem=f"it cannot be read: {error!r}")
    missing = [path.name for path in (*case.pictures, case.wanted_picture) if not path.is_file()]
    if missing:
        return Case(identity, task, framework, (), picture, problem=f"its picture {missing[0]} is missing")
    return case


def _edit(identity: str, folder: Path, framework: Framework, config: dict[str, Any]) -> Case:
    return Case(
        identity,
        "edit",
        framework,
        (folder / f"{config['src_id']}.png",),
        folder / f"{config['dst_id']}.png",
        given=_by_kind(framework, config["src_code"]),
        wanted=_by_kind(framework, config["dst_code"]),
        prompt=str(config["prompt"]),
    )


def _repair(identity: str, folder: Path, framework: Framework, config: dict[str, Any]) -> Case:
    given = config["component_jsx"] if framework == "react" else config["code"]
    suffixes = ("angular", "ts") if framework == "angular" else KINDS[framework]
    texts = [(folder / f"repaired.{suffix}").read_text(encoding="utf-8") for suffix in suffixes]
    issues = config["issue"]
    return Case(
        identity,
        "repair",
        framework,
        (folder / f"{folder.name}.png",),
        folder / "repaired.png",
        given=_by_kind(framework, given),
        wanted=dict(zip(KINDS[framework], texts, strict=True)),
        issues=tuple(map(str, issues if isinstance(issues, list) else [issues])),
    )


def _by_kind(framework: Framework, code: Any) -> dict[str, str]:
    if isinstance(code, dict):
        return {kind: str(code[kind]) for kind in KINDS[framework]}
    return {KINDS[framework][0]: str(code)}
