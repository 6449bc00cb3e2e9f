"""The index of a workspace: what is read, kept, updated, and left alone."""

import os
import sys
from pathlib import Path

import pytest

from tests.unit.viscodex_lsp.edges.workspace.indexed import index, write
from viscodex_lsp.core.components.nouns import FileFacts
from viscodex_lsp.edges.workspace.index import WorkspaceIndex
from viscodex_lsp.edges.workspace.store import MOST_PROJECTS, Store
from viscodex_lsp.edges.workspace.walk import walk

BUTTON = "export function Button({ children }) { return <button>{children}</button> }\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "project"
    write(
        made, {"src/Button.tsx": BUTTON, "src/app.css": ":root { --brand: #123456; }", "logo.svg": "<svg/>"}
    )
    return made


def test_what_a_workspace_offers_is_read(root: Path) -> None:
    """Components, tokens and pictures."""
    made = index(root)
    assert made.complete
    assert made.workspace.names() == ["Button"]
    assert [token.name for token in made.workspace.tokens()] == ["--brand"]
    assert made.workspace.assets == {"logo.svg"}


def test_the_second_time_only_what_changed_is_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts are kept on disk; a file that changed or went is seen."""
    write(root, {"src/Card.tsx": BUTTON.replace("Button", "Card")})
    index(root)
    read: list[str] = []

    def read_nothing(path: str, _: str) -> FileFacts:
        read.append(path)
        return FileFacts()

    monkeypatch.setattr(
        "viscodex_lsp.edges.workspace.index.read_facts",
        read_nothing,
    )
    (root / "src/Card.tsx").unlink()
    write(root, {"src/Tag.tsx": BUTTON.replace("Button", "Tag")})
    again = index(root)
    assert read == ["src/Tag.tsx"]
    assert again.workspace.names() == ["Button"]


def test_a_change_that_is_told_is_seen_at_once(root: Path) -> None:
    """Changed, new and removed files, without walking."""
    made = index(root)
    write(
        root,
        {
            "src/Button.tsx": BUTTON.replace("Button", "Knob"),
            "src/Card.tsx": BUTTON.replace("Button", "Card"),
        },
    )
    made.update([root / "src/Button.tsx", root / "src/Card.tsx", root / "src/app.css", Path("/etc/passwd")])
    assert sorted(made.workspace.names()) == ["Card", "Knob"]
    (root / "src/Card.tsx").unlink()
    made.update([root / "src/Card.tsx"])
    assert made.workspace.names() == ["Knob"]


def test_ignored_files_links_and_other_people_s_files_are_left_alone(root: Path) -> None:
    """As `.gitignore` says, in every folder; links to folders, even in a circle, are not followed."""
    write(
        root,
        {
            ".gitignore": "made/\n*.gen.tsx\n",
            "made/A.tsx": BUTTON,
            "src/B.gen.tsx": BUTTON,
            "src/inner/.gitignore": "C.tsx\n!D.gen.tsx\n",
            "src/inner/C.tsx": BUTTON,
            "src/inner/D.gen.tsx": BUTTON,
            "node_modules/x/E.tsx": BUTTON,
            ".hidden/F.tsx": BUTTON,
        },
    )
    outside = root.parent / "outside"
    write(outside, {"G.tsx": BUTTON})
    (root / "loop").symlink_to(root)
    (root / "away").symlink_to(outside)
    (root / "H.tsx").symlink_to(outside / "G.tsx")
    if sys.platform != "win32":
        os.mkfifo(root / "I.tsx")
    found = {file.path for file in walk(root)}
    assert found == {"src/Button.tsx", "src/app.css", "logo.svg", "src/inner/D.gen.tsx"}
    made = index(root)
    made.update([root / "H.tsx"])
    assert "H.tsx" not in made.workspace.paths


def test_bounds_hold(root: Path) -> None:
    """So many files and no more; large and minified ones offer nothing; a broken token file neither."""
    write(root, {f"src/many/C{number}.tsx": BUTTON for number in range(30)})
    made = index(root, most=10)
    assert len(made.workspace.paths | made.workspace.assets) == 10
    assert made.partial == "the project has more than 10 files, and the others were not looked at"
    write(root, {"big.js": "export const A=()=><a/>;" * 450_000, "tokens.json": '{"a": {"$value": '})
    made = index(root)
    assert not made.workspace.facts("big.js")
    assert not made.workspace.facts("tokens.json")


def test_a_refresh_that_runs_out_of_time_goes_on_next_time(root: Path) -> None:
    """Nothing is read twice, and nothing is forgotten."""
    made = WorkspaceIndex(root, cache=None)
    made.refresh(seconds=-1)
    assert (made.complete, made.workspace.names()) == (False, [])
    assert made.partial.startswith("the project is still being read")
    made.refresh()
    assert (made.complete, made.partial, made.workspace.names()) == (True, "", ["Button"])


def test_the_cache_is_private_bounded_and_made_again(root: Path) -> None:
    """Only its user may read it; what is wrong with it is thrown away; old projects go."""
    index(root)
    cache = root.parent / "cache"
    (file,) = cache.glob("*.sqlite")
    assert (file.stat().st_mode & 0o777, cache.stat().st_mode & 0o777) == (0o600, 0o700)
    file.write_bytes(b"SQLite format 3\x00 no more" * 100)
    assert index(root).workspace.names() == ["Button"]
    for number in range(MOST_PROJECTS + 3):
        Store(cache, Path(f"/project/{number}")).write([("a", 1, 1, b"")], ())
    assert len(list(cache.glob("*.sqlite"))) == MOST_PROJECTS


def test_libraries_that_are_named_are_read_from_their_types(root: Path) -> None:
    """Barrels of `.d.ts` files and parts of a package; not packages that nobody names."""
    write(
        root,
        {
            "package.json": '{"name": "x", "dependencies": {"lib": "1", "mats": "1"}}',
            "node_modules/lib/package.json": '{"types": "./index.d.ts", "peerDependencies": {"react": "*"}}',
            "node_modules/lib/index.d.ts": 'export { default as Button } from "./Button";\nexport * from "./more";\n',
            "node_modules/lib/Button.d.ts": "declare const Button: BsPrefixRefForwardingComponent<'button', P>;\n"
            "interface P { variant?: 'a' | 'b' }\nexport default Button;\n",
            "node_modules/lib/more.d.ts": "export declare const Card: React.FC<{ title: string }>;\n"
            'export * from "./index";',
            "node_modules/mats/package.json": '{"exports": {"./button": {"types": "./button/index.d.ts"}}, '
            '"peerDependencies": {"@angular/core": "*"}}',
            "node_modules/mats/button/index.d.ts": "declare class MatButton {\n  static ɵcmp: "
            'i0.ɵɵComponentDeclaration<MatButton, "button[mat-button]", never, { "color": { "alias": "color"; '
            '"required": false; }; }, {}, never, ["*"], true, never>;\n}\nexport { MatButton };\n',
            "node_modules/other/package.json": '{"types": "./index.d.ts", "peerDependencies": {"react": "*"}}',
            "node_modules/other/index.d.ts": "export declare const Other: React.FC<{}>;\n",
        },
    )
    found = index(root).workspace.libraries
    assert sorted(found) == ["lib", "mats"]
    assert {(each.name, each.file, each.native) for each in found["lib"]} == {
        ("Button", "lib", "button"),
        ("Card", "lib", ""),
    }
    assert [(each.name, each.file, each.class_name) for each in found["mats"]] == [
        ("button[mat-button]", "mats/button", "MatButton")
    ]
