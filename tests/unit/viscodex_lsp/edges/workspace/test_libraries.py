"""Libraries in the forms that they are shipped in: over several packages, computed by compilers, many selectors."""

from pathlib import Path

from viscodex_lsp.core.components.nouns import Component
from viscodex_lsp.edges.workspace.libraries import Library


def read(tmp_path: Path, name: str, files: dict[str, str]) -> dict[str, Component]:
    """The components of a package in `node_modules`, by name."""
    for path, text in files.items():
        place = tmp_path / "node_modules" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    library = Library(tmp_path / "node_modules" / name, name)
    found = library.read()
    assert library.whole
    return {each.name: each for each in found}


def test_what_is_passed_on_from_other_packages_is_the_librarys_own(tmp_path: Path) -> None:
    """Imported and exported, or exported from; it is imported from the package that the project names."""
    found = read(
        tmp_path,
        "kit",
        {
            "kit/package.json": '{"typings": "dist/index.d.ts", "peerDependencies": {"react": "1"}}',
            "kit/dist/index.d.ts": 'import { Button } from "@kit/button";\nexport { Button };\n'
            'export { Link as Anchor } from "@kit/link";\nexport { Gone } from "@kit/gone";\n',
            "@kit/button/package.json": '{"exports": {".": {"types": "./a.d.ts"}}}',
            "@kit/button/a.d.ts": 'export * from "./b";\n',
            "@kit/button/b.d.ts": "export declare const Button: ForwardRefComponent<{ look?: 'a' }>;\n",
            "@kit/link/package.json": '{"types": "./a.d.ts"}',
            "@kit/link/a.d.ts": "export declare const Link: ForwardRefComponent<{ to?: string }>;\n",
        },
    )
    assert {name: (each.file, each.exported) for name, each in found.items()} == {
        "Button": ("kit", "Button"),
        "Anchor": ("kit", "Anchor"),
    }
    assert [prop.name for prop in found["Button"].props] == ["look"]


def test_a_package_that_names_its_own_parts_is_followed(tmp_path: Path) -> None:
    """As Angular's packages do; and a class for several elements is one component for each."""
    selectors = "a[kitButton],button[kitButton],a[kitIconButton],button[kitIconButton]"
    found = read(
        tmp_path,
        "@kit/core",
        {
            "@kit/core/package.json": '{"exports": {".": {"types": "./index.d.ts"}, "./button": {"types": '
            '"./button/index.d.ts"}}, "peerDependencies": {"@angular/core": "1"}}',
            "@kit/core/index.d.ts": "export * from '@kit/core/button';\n",
            "@kit/core/button/index.d.ts": "export declare class KitButton {\n  static ɵdir: i0.ɵɵDirectiveDeclaration<"
            f'KitButton, "{selectors}", never, {{}}, {{}}, never, never, true, never>;\n}}\n',
        },
    )
    assert sorted(found) == ["a[kitButton]", "button[kitButton]"]
    assert {(each.class_name, each.file) for each in found.values()} == {("KitButton", "@kit/core")}


def test_vues_compiler_says_by_way_of_others_what_a_component_is(tmp_path: Path) -> None:
    """`typeof` a constant, which is another one with slots."""
    found = read(
        tmp_path,
        "kit",
        {
            "kit/package.json": '{"types": "./index.d.mts", "peerDependencies": {"vue": "3"}}',
            "kit/index.d.mts": "export * from './button';\n",
            "kit/button/index.d.mts": "export { default as KButton } from './KButton.vue';\n",
            "kit/button/KButton.vue.d.ts": "type Props = { tone?: 'a' | 'b'; };\n"
            "declare const __VLS_base: import('vue').DefineComponent<Props, {}, {}, {}, {}, string, false>;\n"
            "declare const __VLS_export: WithSlots<typeof __VLS_base, { default?: any }>;\n"
            "declare const _default: typeof __VLS_export;\nexport default _default;\n"
            "type WithSlots<T, S> = T & { new (): { $slots: S } };\n",
        },
    )
    assert [(each.name, each.exported, each.native) for each in found.values()] == [
        ("KButton", "KButton", "")
    ]
    assert "tone" in [prop.name for prop in found["KButton"].props]


def test_packages_that_pass_one_another_on_end(tmp_path: Path) -> None:
    """Two in a circle, and one that passes itself on."""
    found = read(
        tmp_path,
        "one",
        {
            "one/package.json": '{"types": "./a.d.ts", "peerDependencies": {"react": "1"}}',
            "one/a.d.ts": 'export { Card } from "two";\nexport * from "one";\nexport * from "two";\n',
            "two/package.json": '{"types": "./a.d.ts"}',
            "two/a.d.ts": 'export { Card } from "one";\nexport declare const Box: React.FC<{}>;\n',
        },
    )
    assert list(found) == ["Box"]


def test_sveltes_tools_say_by_a_definition_what_props_are(tmp_path: Path) -> None:
    """`typeof __propDef.props`, its events, and whether it shows its content."""
    found = read(
        tmp_path,
        "kit",
        {
            "kit/package.json": '{"types": "./index.d.ts", "peerDependencies": {"svelte": "4"}}',
            "kit/index.d.ts": "export { default as Anchor } from './Anchor.svelte';\n",
            "kit/Anchor.svelte.d.ts": 'import { SvelteComponentTyped } from "svelte";\n'
            "declare const __propDef: { props: { href?: string; look?: 'a' }; slots: { default: {} };"
            " events: { click: MouseEvent } };\n"
            "export type AnchorProps = typeof __propDef.props;\nexport type AnchorEvents = typeof __propDef.events;\n"
            "export type AnchorSlots = typeof __propDef.slots;\n"
            "export default class Anchor extends SvelteComponentTyped<AnchorProps, AnchorEvents, AnchorSlots> {}\n",
        },
    )
    assert [prop.name for prop in found["Anchor"].props] == ["href", "look"]
    assert (found["Anchor"].open, found["Anchor"].children, found["Anchor"].events) == (
        False,
        True,
        ("click",),
    )
