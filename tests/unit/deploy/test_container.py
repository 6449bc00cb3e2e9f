"""The container for benchmarks has all that `score --check` can find missing: its lists against the code's own."""

import json
import re
import shlex
from pathlib import Path

from viscodex_model.core.sandbox.run import _TOOLS
from viscodex_model.evaluate.instruments.browser import DEFAULT_BROWSER
from viscodex_model.evaluate.instruments.frontend.components import _NEEDED
from viscodex_model.evaluate.instruments.frontend.syntax_trees import _PACKAGES
from viscodex_model.evaluate.instruments.missing_modules import NODE, PYTHON
from viscodex_model.evaluate.instruments.toolchains import LANGUAGES

ROOT = Path(__file__).resolve().parents[3]
CLUSTER = ROOT / "model" / "deploy" / "cluster"
# The Debian package of each program.
PACKAGES = {
    "Rscript": "r-base-core",
    "bwrap": "bubblewrap",
    "chromium": "chromium",
    "g++": "g++",
    "go": "golang-go",
    "java": "default-jdk-headless",
    "javac": "default-jdk-headless",
    "mcs": "mono-mcs",
    "mono": "mono-runtime",
    "prlimit": "util-linux",
    "rustc": "rustc",
    "setpriv": "util-linux",
}


def instructions() -> list[tuple[str, str]]:
    """Each instruction of the Dockerfile and its words, continued lines joined."""
    lines = [line for line in (CLUSTER / "Dockerfile").read_text().splitlines() if not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(line.split()[0], line.partition(" ")[2]) for line in joined.splitlines() if line.strip()]


def test_every_program_is_installed() -> None:
    """Compilers, sandbox and browser, by Debian's names; node comes with the image, TypeScript as a package of it."""
    [install] = [words for name, words in instructions() if name == "RUN" and "apt-get install" in words]
    needed = {tool for language in LANGUAGES.values() for tool in language.tools} | {*_TOOLS, "chromium"}
    needed -= {"node", "tsc"}
    assert [words.partition(":")[0] for name, words in instructions() if name == "FROM"] == ["node"]
    assert "typescript" in json.loads((CLUSTER / "package.json").read_text())["dependencies"]
    assert Path(DEFAULT_BROWSER).name == "chromium"
    assert {PACKAGES[tool] for tool in needed} - set(shlex.split(install)) == set()


def test_every_library_that_answers_import_is_installed() -> None:
    """As many as can be told apart from made-up ones, and no other."""
    lines = (CLUSTER / "answers.txt").read_text().splitlines()
    names = [re.split("==", line)[0] for line in lines if not line.startswith("#")]
    assert names == sorted(set(PYTHON.values()), key=str.lower)


def test_every_package_of_the_front_end_is_installed() -> None:
    """What JavaScript answers require, what components are built with, and what parses them."""
    named = set(json.loads((CLUSTER / "package.json").read_text())["dependencies"])
    built = {name.removesuffix("/client.js") for names in _NEEDED.values() for name in names}
    assert {*NODE, *built, *_PACKAGES.values()} - named == set()


def test_everything_that_is_copied_exists() -> None:
    """From the repository's root; the wheel is built from what is copied."""
    copied = [word for name, words in instructions() if name == "COPY" for word in words.split()[:-1]]
    assert "pyproject.toml" in copied
    assert [word for word in copied if not (ROOT / word).exists()] == []
    known = {"ARG", "COPY", "ENTRYPOINT", "ENV", "FROM", "RUN"}
    assert {name for name, _ in instructions()} <= known
