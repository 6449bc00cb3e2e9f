"""Props by types of other files: through barrels, changed by Omit, Pick and Partial, open where they are lost."""

import pytest

from tests.unit.viscodex_lsp.core.components.projects import project
from viscodex_lsp.core.components.nouns import Component

TYPES = """import type { ButtonHTMLAttributes } from "react";

export interface CardProps {
  title: string;
  tone?: "a" | "b";
  children?: ReactNode;
}
export type PlainProps = { label: string; onPick?: () => void };
export interface NativeProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  busy?: boolean;
}
"""


def component(text: str, files: dict[str, str] | None = None, path: str = "src/ui/Thing.tsx") -> Component:
    """The component of a file beside others, as a page sees it."""
    everything = {"src/types.ts": TYPES, "src/index.ts": 'export * from "./types";\n', path: text} | (
        files or {}
    )
    suffix = path.rpartition(".")[2]
    offer = project(everything, f"src/Home.{suffix}").the("Thing")
    assert offer is not None
    return offer.component


def props(found: Component) -> dict[str, tuple[str, bool]]:
    return {prop.name: (prop.type, prop.required) for prop in found.props}


def react(kind: str, module: str = "../types") -> str:
    """A component whose props are of a type that is imported."""
    names = "CardProps, PlainProps, NativeProps, GoneProps"
    return (
        f'import type {{ {names} }} from "{module}";\n'
        f"export function Thing(props: {kind}) {{ return <p>{{props.title}}</p>; }}\n"
    )


@pytest.mark.parametrize(
    ("kind", "wanted", "children", "is_open"),
    [
        ("CardProps", {"title": ("string", True), "tone": ('"a" | "b"', False)}, True, False),
        ("Omit<CardProps, 'tone' | \"children\">", {"title": ("string", True)}, False, False),
        ('Pick<CardProps, "tone">', {"tone": ('"a" | "b"', False)}, False, False),
        ("Partial<PlainProps>", {"label": ("string", False), "onPick": ("() => void", False)}, False, False),
        (
            "PlainProps & { more: number }",
            {"more": ("number", True), "label": ("string", True), "onPick": ("() => void", False)},
            False,
            False,
        ),
        ("NativeProps", {"busy": ("boolean", False)}, True, True),
        ("GoneProps", {}, False, True),
    ],
)
@pytest.mark.parametrize("module", ["../types", "../index"])
def test_imported_types_are_followed(
    kind: str, module: str, wanted: dict[str, tuple[str, bool]], children: bool, is_open: bool
) -> None:
    """Directly and through a barrel."""
    found = component(react(kind, module))
    assert (props(found), found.children, found.open) == (wanted, children, is_open)


def test_an_interface_extends_one_of_another_file() -> None:
    """Its own members count first."""
    text = 'import { PlainProps } from "../types";\nexport interface Props extends PlainProps { label: number }\n'
    found = component(text + "export const Thing = ({ label }: Props) => <p>{label}</p>;\n")
    assert props(found) == {"label": ("number", True), "onPick": ("() => void", False)}


def test_types_in_a_circle_end() -> None:
    """Two files whose types extend one another."""
    files = {
        "src/a.ts": 'import { BProps } from "./b";\nexport interface AProps extends BProps { a: string }\n',
        "src/b.ts": 'import { AProps } from "./a";\nexport interface BProps extends AProps { b: string }\n',
    }
    text = 'import { AProps } from "../a";\nexport const Thing = (props: AProps) => <p>{props.a}</p>;\n'
    found = component(text, files)
    assert sorted(props(found)) == ["a", "b"] and found.open


def test_vue_and_svelte_follow_them_too() -> None:
    """`defineProps<CardProps>()` and `let {…}: CardProps = $props()`."""
    script = 'import type { PlainProps } from "../types"\n'
    vue = f'<script setup lang="ts">\n{script}defineProps<PlainProps>()\n</script>\n<template><p /></template>\n'
    svelte = (
        f'<script lang="ts">\n{script}let {{ label }}: PlainProps = $props();\n</script>\n<p>{{label}}</p>\n'
    )
    for path, text in (("src/ui/Thing.vue", vue), ("src/ui/Thing.svelte", svelte)):
        found = component(text, path=path)
        assert props(found) == {"label": ("string", True), "onPick": ("() => void", False)}
        assert not found.open


def test_the_native_element_comes_with_the_type() -> None:
    """A type that extends a button's attributes says what is drawn, where the component does not."""
    text = (
        'import { NativeProps } from "../types";\nexport const Thing = (p: NativeProps) => <Base {...p} />;\n'
    )
    assert component(text).native == "button"
