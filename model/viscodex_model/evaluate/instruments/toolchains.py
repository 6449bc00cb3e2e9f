"""Finds the compiler or runtime of a language, and everything of it that the sandbox has to show.

A tool is used where it was found on PATH, wherever that is. Before it is trusted, it has to run a small program in the
sandbox: a compiler that is installed but cannot work there would otherwise make every answer look wrong.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from viscodex_model.core.sandbox.confinement import Limits
from viscodex_model.core.sandbox.run import Outcome, run_sandboxed

_SHOWN = (Path("/usr"), Path("/bin"), Path("/sbin"), Path("/lib"), Path("/lib64"), Path("/lib32"))
# V8, the JVM and Go reserve far more addresses than they use: their memory is bounded by what they hold.
_LIMITS = {"address_space_bytes": 256 << 30, "file_bytes": 256 << 20}


@dataclass(frozen=True)
class Language:
    """How a program is run: its file, the tools it needs, the shell line, its seconds, and a program that must work."""

    file: str
    tools: tuple[str, ...]
    line: str
    seconds: float
    probe: str


LANGUAGES: Mapping[str, Language] = {
    "javascript": Language("test.js", ("node",), "node test.js", 10, "console.log(1);"),
    "typescript": Language(
        "test.ts",
        ("tsc", "node"),
        "tsc test.ts --outFile test.js; node test.js",
        20,
        "const a: number = 1; console.log(a);",
    ),
    "cpp": Language("main.cpp", ("g++",), "g++ main.cpp -o main && ./main", 60, "int main() { return 0; }"),
    "java": Language(
        "Main.java",
        ("javac", "java"),
        "javac Main.java && java Main",
        10,
        "public class Main { public static void main(String[] a) { System.out.println(1); } }",
    ),
    "go": Language("main.go", ("go",), "go run main.go", 20, "package main\nfunc main() {}\n"),
    "rust": Language("main.rs", ("rustc",), "rustc main.rs && ./main", 300, "fn main() {}"),
    "c#": Language(
        "main.cs",
        ("mcs", "mono"),
        "mcs -out:main.exe main.cs && mono main.exe",
        20,
        "class M { static void Main() {} }",
    ),
    "r": Language("main.r", ("Rscript",), "Rscript main.r", 20, "x <- 1"),
}
_ALIASES = {
    **dict.fromkeys(("c", "c++", "c/c++", "c++/c", "cpp/c", "c/cpp"), "cpp"),
    **dict.fromkeys(("c-sharp", "csharp", "cs"), "c#"),
    "js": "javascript",
    "ts": "typescript",
}


@dataclass(frozen=True)
class Toolchain:
    """A language's tools as the sandbox shows them; `problem` says why programs cannot be run here."""

    language: Language | None
    folders: tuple[Path, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None

    def run(self, program: str, seconds: float | None = None) -> Outcome:
        """Compile and run `program` in the sandbox; only where there is no `problem`."""
        assert self.language is not None
        name = self.language.file
        return run_sandboxed(
            ["/bin/sh", "-c", f"cp /input/{name} . && {{ {self.language.line}; }}"],
            files={name: program.encode("utf-8", "replace")},
            read_only=self.folders,
            environment=self.environment,
            limits=Limits(seconds=seconds or self.language.seconds, **_LIMITS),
        )


def language_name(name: str) -> str:
    """The name under which a language is known here: "js" and "JavaScript" are "javascript"."""
    return _ALIASES.get(name.lower(), name.lower())


@lru_cache(maxsize=32)
def find_toolchain(language: str) -> Toolchain:
    """The toolchain of a language, tried once in the sandbox."""
    known = LANGUAGES.get(language)
    if known is None:
        return Toolchain(None, problem=f"{language} cannot be run here: no way to run it is known")
    found = {tool: shutil.which(tool) for tool in known.tools}
    missing = [tool for tool, path in found.items() if path is None]
    if missing:
        return Toolchain(
            known, problem=f"{language} cannot be run here: {' and '.join(missing)} is not installed"
        )
    paths = [Path(path) for path in found.values() if path is not None]
    chain = Toolchain(known, tuple(_folders(paths)), _environment(paths))
    outcome = chain.run(known.probe, max(60, known.seconds))
    if not outcome.ok:
        said = (outcome.errors or outcome.output).decode("utf-8", "replace").strip()
        detail = outcome.stopped or said[-300:] or outcome.explain()
        problem = f"{language} cannot be run here: {known.tools[0]} does not work in the sandbox: {detail}"
        return Toolchain(known, problem=problem)
    return chain


def _environment(tools: list[Path]) -> dict[str, str]:
    folders = dict.fromkeys(str(path.parent) for path in tools)
    environment = {
        "PATH": ":".join([*folders, "/usr/bin", "/bin"]),
        "GOCACHE": "/tmp/go",
        "GOFLAGS": "-mod=mod",
    }
    if os.environ.get("NODE_PATH"):
        environment["NODE_PATH"] = os.environ["NODE_PATH"]
    return environment


def _folders(tools: list[Path]) -> Iterator[Path]:
    """What of the tools lies outside the system's folders: their own trees, link targets, and NODE_PATH."""
    for tool in tools:
        real = tool.resolve()
        home = real.parents[1]
        yield from _outside(tool.parent, home)
        yield from _outside(*_link_targets(home))
    yield from _outside(*(Path(name) for name in os.environ.get("NODE_PATH", "").split(":") if name))


def _outside(*paths: Path) -> Iterator[Path]:
    for path in paths:
        if path.exists() and not any(path.is_relative_to(shown) for shown in _SHOWN):
            yield path


def _link_targets(home: Path) -> Iterator[Path]:
    """Where links in a JDK's tree lead: Debian keeps its configuration, without which it does not start, in /etc."""
    for part in ("conf", "lib/security", "lib/jvm.cfg"):
        top = home / part
        for path in (top, *(top.rglob("*") if top.is_dir() else ())):
            if path.is_symlink():
                yield path.resolve()
