"""Workspaces that nobody makes on purpose: huge files, links in circles, names twice, broken tokens, many files."""

from pathlib import Path

import pytest

from viscodex_lsp.core.components.project import Project
from viscodex_lsp.edges.workspace.index import WorkspaceIndex
from viscodex_lsp.edges.workspace.walk import walk

BUTTON = "export function Button({ children }) { return <button>{children}</button>; }\n"


def made(root: Path, files: dict[str, str], **named: int) -> WorkspaceIndex:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    index = WorkspaceIndex(root, cache=None, **named)
    index.refresh()
    return index


def test_a_minified_bundle_of_10_mb_is_not_read(tmp_path: Path) -> None:
    """It is known as a file, and offers nothing."""
    bundle = "export function Button(){return <a/>};" * 270_000
    index = made(tmp_path, {"src/bundle.js": bundle, "src/Button.jsx": BUTTON})
    assert len(bundle) > 10_000_000
    assert index.workspace.names() == ["Button"] and "src/bundle.js" in index.workspace.paths
    assert [each.file for each in index.workspace.named("Button")] == ["src/Button.jsx"]


def test_links_in_circles_and_out_are_not_followed(tmp_path: Path) -> None:
    """To itself, to a folder above, to a file outside, and a chain."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "Secret.jsx").write_text(BUTTON.replace("Button", "Secret"))
    root = tmp_path / "project"
    (root / "src").mkdir(parents=True)
    (root / "src" / "up").symlink_to(root)
    (root / "src" / "self").symlink_to(root / "src" / "self")
    (root / "src" / "out").symlink_to(outside)
    (root / "src" / "Secret.jsx").symlink_to(outside / "Secret.jsx")
    index = made(root, {"src/Button.jsx": BUTTON})
    assert index.workspace.names() == ["Button"] and index.complete
    assert [found.path for found in walk(root)] == ["src/Button.jsx"]


def test_a_component_named_twice_is_told_and_not_guessed(tmp_path: Path) -> None:
    """Both are known; which is meant is not."""
    index = made(tmp_path, {"a/Button.jsx": BUTTON, "b/Button.jsx": BUTTON, "c/Page.jsx": ""})
    seen = Project(index.workspace, "c/Page.jsx", "javascriptreact", "")
    assert len(seen.named("Button")) == 2 and seen.the("Button") is None


def test_barrels_in_a_circle_end(tmp_path: Path) -> None:
    """Three files that pass one another on, with the component in the middle of it."""
    circle = {f"{one}/index.ts": f'export * from "../{other}";\n' for one, other in ("ab", "bc", "ca")}
    index = made(tmp_path, circle | {"b/Button.tsx": BUTTON, "p/Page.tsx": 'import { Button } from "../a";'})
    offer = Project(index.workspace, "p/Page.tsx", "typescriptreact", "").the("Button")
    assert offer is not None and offer.module == "../b/Button"
    assert index.workspace.origin("a/index.ts", "Gone") is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tokens.json", '{"color": {"brand": {"$value": "#369"'),
        ("tokens.json", "[" * 100_000),
        (
            "tokens.json",
            '{"a": {"$value": {"b": [1, null]}}, "b": {"$value": "{b}"}, "c": {"$value": "{c.d}"}}',
        ),
        ("theme.css", ":root { --brand: #36"),
        ("theme.css", ":root { --a: var(--b); --b: var(--a); "),
        ("tokens.scss", "$a: $a; $b: map.get($c, ; }}}}"),
        ("tailwind.config.js", "export default { theme: { colors: { brand: ("),
    ],
)
def test_tokens_with_errors_are_left_out(name: str, text: str, tmp_path: Path) -> None:
    """A file that is broken, or whose values lead in a circle, gives no token, and the others stay."""
    index = made(
        tmp_path, {f"src/{name}": text, "src/good.css": ":root { --ink: #123456; }", "src/a.css": ""}
    )
    tokens = Project(index.workspace, "src/a.css", "css", "").tokens
    assert [token.token.name for token in tokens] == ["--ink"]


def test_no_more_than_100000_files_are_looked_at(tmp_path: Path) -> None:
    """The bound holds in small as in large (benchmarks/components.py measures the large one), and is told."""
    index = made(tmp_path, {f"src/Part{number}.jsx": BUTTON for number in range(30)}, most=20)
    assert len(index.workspace.paths) == 20
    assert "more than 20 files" in index.partial
