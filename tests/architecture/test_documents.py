"""What the repository's documents and its configuration say is there."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import viscodex_lsp

ROOT = Path(__file__).parents[2]
# A path in backticks: with a folder in it, and nothing a command or an address would have.
PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*)`")
# What looks like a path and is a request, or is made while the thing runs.
NO_FILES = re.compile(r"viscodex/|(?:tls|run|build|runs)/|.*\.vsix$")
# The folders that a document's paths may begin in.
BEGINNINGS = ("", "model", "model/recipes")
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def documents() -> list[str]:
    """Every Markdown file under version control, as Git names it."""
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a Git checkout")
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_every_file_that_is_named_exists() -> None:
    """A file that moves takes its name in the documents along."""
    missing = []
    for name in documents():
        named = [path for path in PATH.findall((ROOT / name).read_text()) if not NO_FILES.match(path)]
        folders = [(ROOT / name).parent, *(ROOT / beginning for beginning in BEGINNINGS)]
        missing += [(name, path) for path in named if not any((folder / path).exists() for folder in folders)]
    assert missing == []


def test_the_documents_name_files() -> None:
    """The search for names finds some where a reader sees them."""
    for name in ("ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"):
        assert len(PATH.findall((ROOT / name).read_text())) >= 4


def test_every_link_between_files_leads_somewhere() -> None:
    """In every document of the repository."""
    broken = []
    for name in documents():
        for target in LINK.findall((ROOT / name).read_text()):
            if not ((ROOT / name).parent / target).exists():
                broken.append(f"{name}: {target}")
    assert broken == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
@pytest.mark.parametrize("schema", ["vendor.github-workflows", "custom.github-workflows-require-timeout"])
def test_the_workflows_fit_their_schema(workflow: Path, schema: str) -> None:
    """GitHub would read them; each job ends by itself."""
    program = Path(sys.executable).with_name("check-jsonschema")
    if not program.exists():
        pytest.skip("check-jsonschema is not installed")
    ran = subprocess.run([program, "--builtin-schema", schema, workflow], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout


def test_all_parts_have_one_version() -> None:
    """A release's tag is compared with both."""
    extension = json.loads((ROOT / "editors/vscode/package.json").read_text())
    assert extension["version"] == viscodex_lsp.__version__
