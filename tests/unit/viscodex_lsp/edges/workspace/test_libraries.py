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


def test_a_package_that_names_no_types_has_them_beside_its_main_file(tmp_path: Path) -> None:
    """As TypeScript looks for them."""
    found = read(
        tmp_path,
        "kit",
        {
            "kit/package.json": '{"main": "lib/main.js", "peerDependencies": {"react": "1"}}',
            "kit/lib/main.d.ts": "export declare const Button: React.FC<{}>;\n",
        },
    )
    assert {name: each.file for name, each in found.items()} == {"Button": "kit"}


def test_folders_with_a_package_of_their_own_are_modules(tmp_path: Path) -> None:
    """Where the package itself has no types; one that keeps to `exports` has no such folders."""
    files = {
        "kit/package.json": '{"main": "all.min.js", "peerDependencies": {"react": "1"}}',
        "kit/button/package.json": '{"types": "./button.d.ts"}',
        "kit/button/button.d.ts": "export declare class Button extends React.Component<{ look?: string }> {}\n",
    }
    assert {name: each.file for name, each in read(tmp_path, "kit", files).items()} == {
        "Button": "kit/button"
    }
    closed = '{"exports": {"./nothing": "./a.css"}, "peerDependencies": {"react": "1"}}'
    assert read(tmp_path, "kit", files | {"kit/package.json": closed}) == {}


def test_exports_in_their_short_forms(tmp_path: Path) -> None:
    """Conditions without a path, and files that a pattern names."""
    declared = "export declare const Button: React.FC<{}>;\n"
    for exports, file, module in (
        ('{"types": "./a.d.ts", "default": "./a.js"}', "a.d.ts", "kit"),
        ('"./a.js"', "a.d.ts", "kit"),
        ('{"./*": {"types": "./dist/*.d.ts"}}', "dist/Button.d.ts", "kit/Button"),
    ):
        place = tmp_path / module.replace("/", "-") / file.replace("/", "-") / str(len(exports))
        place.mkdir(parents=True)
        manifest = f'{{"exports": {exports}, "peerDependencies": {{"react": "1"}}}}'
        found = read(place, "kit", {"kit/package.json": manifest, f"kit/{file}": declared})
        assert {name: each.file for name, each in found.items()} == {"Button": module}


def test_what_an_angular_module_brings_is_used_by_that_module(tmp_path: Path) -> None:
    """The smallest that exports it; a selector that asks for more than a mark is left out."""
    selector = 'button[kitButton],input[type=\\"submit\\"][kitButton]'
    found = read(
        tmp_path,
        "kit",
        {
            "kit/package.json": '{"types": "a.d.ts", "peerDependencies": {"@angular/common": "1"}}',
            "kit/a.d.ts": "export declare class KitButton {\n  static ɵcmp: i0.ɵɵComponentDeclaration<"
            f'KitButton, "{selector}", never, {{ "hero": "hero"; }}, {{}}, never, ["*"], false, never>;\n}}\n'
            "export declare class AllModule {\n  static ɵmod: i0.ɵɵNgModuleDeclaration<AllModule, never, never, "
            "[typeof i1.KitButton, typeof i2.KitCard]>;\n}\n"
            "export declare class KitButtonModule {\n  static ɵmod: i0.ɵɵNgModuleDeclaration<KitButtonModule, "
            "[typeof i1.KitButton], [typeof i2.CommonModule], [typeof i1.KitButton]>;\n}\n",
        },
    )
    button = found["button[kitButton]"]
    assert len(found) == 1
    assert (button.class_name, button.exported, button.standalone) == ("KitButtonModule",) * 2 + (True,)


def test_of_two_of_a_name_the_one_that_can_be_listed_is_offered(tmp_path: Path) -> None:
    """As packages with an entry for standalone components have them."""
    declared = (
        "export declare class KitButton {{\n  static ɵcmp: i0.ɵɵComponentDeclaration<KitButton, "
        '"kit-button", never, {{}}, {{}}, never, ["*"], {}, never>;\n}}\n'
    )
    found = read(
        tmp_path,
        "kit",
        {
            "kit/package.json": '{"types": "a.d.ts", "exports": {".": {"types": "./a.d.ts"}, "./standalone": {"types": '
            '"./b.d.ts"}}, "peerDependencies": {"@angular/core": "1"}}',
            "kit/a.d.ts": declared.format("false"),
            "kit/b.d.ts": declared.format("true"),
        },
    )
    assert [(each.file, each.standalone) for each in found.values()] == [("kit/standalone", True)]


def test_the_framework_is_told_by_what_the_types_of_its_parts_import(tmp_path: Path) -> None:
    """Where the package says nothing of it, and its entry only passes on."""
    found = read(
        tmp_path,
        "kit",
        {
            "kit/package.json": '{"types": "a.d.ts"}',
            "kit/a.d.ts": "export * from './button';\n",
            "kit/button.d.ts": "import * as React from 'react';\nexport declare const Button: React.FC<{}>;\n",
        },
    )
    assert [each.framework for each in found.values()] == ["react"]


def test_a_component_that_is_given_an_elements_name_takes_what_that_takes(tmp_path: Path) -> None:
    """`BoxComponent<Props, "button">`; another word is no element."""
    found = read(
        tmp_path,
        "kit",
        {
            "kit/package.json": '{"types": "a.d.ts", "peerDependencies": {"react": "1"}}',
            "kit/a.d.ts": "export declare const Button: BoxComponent<{ look?: 'a' }, 'button'>;\n"
            "export declare const Bar: BoxComponent<{}, 'primary'>;\n",
        },
    )
    button, bar = found["Button"], found["Bar"]
    assert (button.native, button.open, button.children) == ("button", True, True)
    assert (bar.native, bar.open, bar.children) == ("", False, False)


def test_props_that_vue_takes_at_run_time(tmp_path: Path) -> None:
    """`ExtractPropTypes`, with the types of other files followed; what is no prop goes to the element."""
    found = read(
        tmp_path,
        "kit",
        {
            "kit/package.json": '{"types": "a.d.ts", "peerDependencies": {"vue": "3"}}',
            "kit/kinds.d.ts": "export interface LinkProps { theme?: 'plain' | 'bold'; other?: string }\n",
            "kit/a.d.ts": "import { LinkProps } from './kinds';\nexport declare const Link: {\n"
            "  new (...args: any[]): import('vue').CreateComponentPublicInstance<"
            "Readonly<import('vue').ExtractPropTypes<{\n"
            "    /** Where it leads. */\n    href: StringConstructor;\n"
            "    theme: { type: import('vue').PropType<LinkProps['theme']>; default: string };\n"
            "    count: { type: NumberConstructor; required: true };\n  }>>>;\n};\n",
        },
    )
    assert [(prop.name, prop.type, prop.required) for prop in found["Link"].props] == [
        ("href", "string", False),
        ("count", "number", True),
        ("theme", "'plain' | 'bold'", False),
    ]
    assert found["Link"].open


def test_a_running_component_of_vue_says_by_its_props_what_it_takes(tmp_path: Path) -> None:
    """Its methods are no props; and where only the running one is told of, nothing has to be given."""
    found = read(
        tmp_path,
        "kit",
        {
            "kit/package.json": '{"types": "a.d.ts", "peerDependencies": {"vue": "3"}}',
            "kit/a.d.ts": "interface FieldProps { modelValue: string; label?: string }\n"
            "export interface Field extends ComponentPublicInstance<FieldProps> { focus(): void }\n"
            "export declare const Field: ComponentConstructor<Field>;\n"
            "export declare const Bar: { new (): CreateComponentPublicInstanceWithMixins<{ flat: boolean }> };\n"
            "export declare const Box: { new (): CreateComponentPublicInstance<Readonly<ExtractPropTypes<{ a: "
            "StringConstructor }>>> } & { Part: DefineComponent<ExtractPropTypes<{ b: StringConstructor }>> };\n",
        },
    )
    field, bar = found["Field"], found["Bar"]
    assert [prop.name for prop in found["Box"].props] == ["a"]
    assert ([prop.name for prop in field.props], field.open) == (["modelValue", "label"], True)
    assert (bar.props, bar.open) == ((), True)


def test_props_of_vue_that_are_put_together_are_all_found(tmp_path: Path) -> None:
    """Inside of what a library makes of its components, of intersections, and of `Omit`."""
    found = read(
        tmp_path,
        "kit",
        {
            "kit/package.json": '{"types": "a.d.ts", "peerDependencies": {"vue": "3"}}',
            "kit/a.d.ts": "export declare const Link: WithInstall<import('vue').DefineComponent<"
            "import('vue').ExtractPropTypes<{ href: StringConstructor } & Omit<{ tag: "
            "import('vue').PropType<(value: string) => void> }, 'other'>>, {}>>;\n",
        },
    )
    assert [(prop.name, prop.type) for prop in found["Link"].props] == [
        ("href", "string"),
        ("tag", "(value: string) => void"),
    ]


def test_a_star_leaves_the_default_export_behind(tmp_path: Path) -> None:
    """What a barrel passes on by `export *` has no default; a name that it is given beside that is its own."""
    found = read(
        tmp_path,
        "kit",
        {
            "kit/package.json": '{"types": "a.d.ts", "peerDependencies": {"react": "1"}}',
            "kit/a.d.ts": "export * from './button';\nexport * from './card';\n",
            "kit/button/index.d.ts": "import Button from './Button';\nexport default Button;\nexport { Button };\n"
            "export * from './Button';\n",
            "kit/button/Button.d.ts": "declare const Button: React.FC<{}>;\nexport default Button;\n",
            "kit/card.d.ts": "declare const Card: React.FC<{}>;\nexport default Card;\n",
        },
    )
    assert {name: each.exported for name, each in found.items()} == {"Button": "Button"}


def test_a_package_for_several_frameworks_is_read_for_each(tmp_path: Path) -> None:
    """By the names of its parts."""
    place = tmp_path / "node_modules" / "kit"
    place.mkdir(parents=True)
    (place / "package.json").write_text(
        '{"exports": {"./react": {"types": "./a.d.ts"}, "./svelte": {"types": "./b.d.ts"}}}'
    )
    (place / "a.d.ts").write_text("export declare const Button: React.FC<{}>;\n")
    (place / "b.d.ts").write_text(
        "import { SvelteComponent } from 'svelte';\nexport class Button extends SvelteComponent<{}> {}\n"
    )
    found = Library(place, "kit").read()
    assert [(each.framework, each.file) for each in found] == [
        ("react", "kit/react"),
        ("svelte", "kit/svelte"),
    ]


def test_a_class_says_by_a_field_what_vue_gives_it(tmp_path: Path) -> None:
    """`$props`, as libraries that write their types by hand have it."""
    found = read(
        tmp_path,
        "kit",
        {
            "kit/package.json": '{"types": "a.d.ts", "dependencies": {"vue": "3"}}',
            "kit/a.d.ts": "interface Props { round?: boolean }\n"
            "export class Button extends KitComponent { static name: string; $props: Props }\n",
        },
    )
    assert ([prop.name for prop in found["Button"].props], found["Button"].open) == (["round"], True)
