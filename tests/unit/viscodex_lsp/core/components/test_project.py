"""A project as one file sees it: which component is meant, and how this file would import it."""

import pytest

from tests.unit.viscodex_lsp.core.components.projects import ALIASED, BUTTON, CARD, project, workspace
from viscodex_lsp.core.components.codec import decode, encode
from viscodex_lsp.core.components.configs import Alias, read_aliases
from viscodex_lsp.core.components.facts import read_facts
from viscodex_lsp.core.components.workspace import Origin


def statement(files: dict[str, str], path: str, name: str, text: str = "") -> str:
    offer = project(files, path, text).the(name)
    return offer.statement('"', semicolon=True) if offer is not None else ""


@pytest.mark.parametrize(
    ("files", "text", "wanted"),
    [
        ({}, "", 'import { Button } from "../components/Button";'),
        (
            {"tsconfig.json": ALIASED},
            'import { X } from "@/components/X";\n',
            'import { Button } from "@/components/Button";',
        ),
        (
            {"tsconfig.json": ALIASED},
            'import { X } from "../components/X";\n',
            'import { Button } from "../components/Button";',
        ),
        (
            {"tsconfig.json": ALIASED, "src/a.tsx": 'import { Button } from "@/components/Button";\n<a/>'},
            "",
            'import { Button } from "@/components/Button";',
        ),
        (
            {
                "src/components/index.ts": 'export * from "./Button";\n',
                "src/a.tsx": 'import { Button } from "./components";\n<a/>',
            },
            "",
            'import { Button } from "../components";',
        ),
        (
            {"src/components/index.ts": 'export * from "./Button";\nexport * from "./X";\n'},
            'import { X } from "../components";\n',
            'import { Button } from "../components";',
        ),
        (
            {},
            'import { X } from "../components/X.js";\n',
            'import { Button } from "../components/Button.js";',
        ),
    ],
)
def test_a_component_is_imported_as_the_file_does(files: dict[str, str], text: str, wanted: str) -> None:
    """By an alias, from a barrel, or relative: as the file's own imports are, else as other files import it."""
    everything = {"src/components/Button.tsx": BUTTON, "src/components/X.tsx": BUTTON.replace("Button", "X")}
    assert statement(everything | files, "src/pages/Home.tsx", "Button", text) == wanted


def test_default_exports_and_other_endings() -> None:
    """A default export is imported as one; Vue and Svelte files keep their endings."""
    files = {"src/Card.tsx": CARD, "src/ui/Tag.vue": "<template><b><slot/></b></template>"}
    assert statement(files, "src/Home.tsx", "Card") == 'import Card from "./Card";'
    assert statement(files, "src/Home.vue", "Tag") == 'import Tag from "./ui/Tag.vue";'
    assert statement(files, "src/Home.vue", "Card") == ""


def test_a_package_of_the_same_repository_goes_by_its_name() -> None:
    """Where it is a dependency and passes the component on; not otherwise."""
    files = {
        "package.json": '{"name": "root"}',
        "packages/ui/package.json": '{"name": "@acme/ui", "main": "dist/index.js"}',
        "packages/ui/src/index.ts": 'export { Button } from "./Button";\n',
        "packages/ui/src/Button.tsx": BUTTON,
        "apps/web/package.json": '{"name": "web", "dependencies": {"@acme/ui": "workspace:*"}}',
        "apps/api/package.json": '{"name": "api"}',
    }
    assert statement(files, "apps/web/src/Home.tsx", "Button") == 'import { Button } from "@acme/ui";'
    assert statement(files, "apps/api/src/Home.tsx", "Button") == ""


def test_a_name_in_two_places_is_chosen_only_where_one_is_surely_meant() -> None:
    """Imported already, in the same folder, or used far more; else none."""
    two = {"src/a/Button.tsx": BUTTON, "src/b/Button.tsx": BUTTON}
    assert statement(two, "src/Home.tsx", "Button") == ""
    assert statement(two, "src/b/Home.tsx", "Button") == 'import { Button } from "./Button";'
    mine = 'import { Button } from "./a/Button";\n'
    assert statement(two, "src/Home.tsx", "Button", mine) == 'import { Button } from "./a/Button";'
    users = {f"src/u{number}.tsx": 'import { Button } from "./b/Button";\n<a/>' for number in range(3)}
    assert statement(two | users, "src/Home.tsx", "Button") == 'import { Button } from "./b/Button";'


def test_circular_barrels_end() -> None:
    """Two barrels that pass each other on."""
    files = {
        "a/index.ts": 'export * from "../b";\n',
        "b/index.ts": 'export * from "../a";\nexport { default as Card } from "./Card";\n',
        "b/Card.tsx": CARD,
    }
    made = workspace(files)
    assert made.origin("a/index.ts", "Card") == Origin("b/Card.tsx", "default")
    assert made.origin("a/index.ts", "Nothing") is None


def test_files_that_go_take_their_names_along() -> None:
    """And a file that changes has only its new names."""
    made = workspace({"Button.tsx": BUTTON, "Card.tsx": CARD})
    made.drop("Card.tsx")
    made.put("Button.tsx", read_facts("Button.tsx", BUTTON.replace("Button", "Link")))
    assert (made.names(), made.paths) == (["Link"], {"Button.tsx"})


def test_facts_survive_being_kept() -> None:
    """Bytes and back are the same; other bytes are refused."""
    facts = read_facts("src/Button.tsx", "import { A } from './a';\n" + BUTTON + "export * from './x';")
    assert decode(encode(facts)) == facts
    for broken in (b"{}", b"[1]", b"nonsense", b"[[1],[],[],[],[]]"):
        with pytest.raises(ValueError, match="not the facts"):
            decode(broken)


@pytest.mark.parametrize(
    ("path", "text", "prefix", "target"),
    [
        ("tsconfig.json", ALIASED, "@/", "src/"),
        ("apps/web/tsconfig.json", ALIASED, "@/", "apps/web/src/"),
        ("vite.config.ts", "alias: { '@': path.resolve(__dirname, './src') }", "@/", "src/"),
        (
            "vite.config.ts",
            "alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) }",
            "@/",
            "src/",
        ),
        ("svelte.config.js", "export default {}", "$lib/", "src/lib/"),
    ],
)
def test_aliases_are_read(path: str, text: str, prefix: str, target: str) -> None:
    """From TypeScript's, Vite's and SvelteKit's configuration."""
    assert Alias(path.rpartition("/")[0], prefix, target) in read_aliases(path, text)


def test_an_alias_out_of_the_project_is_none() -> None:
    """What leads out of the workspace is not followed."""
    assert read_aliases("tsconfig.json", '{"compilerOptions": {"paths": {"x/*": ["../../etc/*"]}}}') == ()
    assert workspace({"a.ts": "export {}"}).resolve("../../etc/passwd", "a.ts") is None


@pytest.mark.parametrize(
    ("files", "element", "kind", "wanted"),
    [
        (("Button", "AppButton", "IconButton"), "button", "", ["AppButton", "Button"]),
        (("AcmeButton", "AcmeCard", "AcmeTag"), "button", "", ["AcmeButton"]),
        (("Checkbox", "Input"), "input", "checkbox", ["Checkbox"]),
        (("Checkbox", "Input"), "input", "text", ["Input"]),
        (("Checkbox", "Input"), "input", "file", []),
        (("ProductCard",), "div", "", []),
    ],
)
def test_names_stand_for_elements(files: tuple[str, ...], element: str, kind: str, wanted: list[str]) -> None:
    """Plain names and those with a project's prefix; special ones do not."""
    made = project({f"src/{name}.tsx": BUTTON.replace("Button", name) for name in files}, "src/Home.tsx")
    assert [offer.name for offer in made.for_element(element, kind)] == wanted


def test_a_whole_page_has_the_tokens_of_the_sheets_that_it_names() -> None:
    """A variable of a sheet that it does not load would stand for nothing; a part of a page is taken to have them."""
    files = {"report.css": ":root { --card: #fff; }\n"}

    def tokens(text: str) -> list[str]:
        return [each.token.name for each in project(files, "page.html", text).tokens]

    assert tokens("<!doctype html><html><body></body></html>") == []
    assert tokens('<html><link rel="stylesheet" href="report.css"></html>') == ["--card"]
    assert tokens("<main></main>") == ["--card"]
