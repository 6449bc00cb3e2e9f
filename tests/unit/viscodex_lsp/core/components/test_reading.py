"""What files of each framework offer: components, their props, what they draw and take."""

import pytest

from viscodex_lsp.core.components.facts import is_read, read_facts, read_types
from viscodex_lsp.core.components.nouns import Component, Prop, Reexport, Use

REACT = """
import * as React from "react";
import { Slot } from "@radix-ui/react-slot";
import { cva, type VariantProps } from "class-variance-authority";
const buttonVariants = cva("rounded", {
  variants: { variant: { default: "a", destructive: "b" }, wide: { true: "w" } },
});
export interface ButtonProps
  extends React.ButtonHTMLAttributes<HTMLButtonElement>, VariantProps<typeof buttonVariants> {
  loading?: boolean;
}
/** Starts something. Use it for actions. */
const Button = React.forwardRef<HTMLButtonElement, ButtonProps>(({ asChild, ...props }, ref) => {
  const Comp = asChild ? Slot : "button";
  return <Comp ref={ref} {...props} />;
});
export { Button };
"""


def only(path: str, text: str) -> Component:
    (found,) = read_facts(path, text).components
    return found


def shape(component: Component) -> dict[str, tuple[str, bool]]:
    return {prop.name: (prop.type, prop.required) for prop in component.props}


def test_a_forwarded_react_component_has_the_props_of_its_types() -> None:
    """Own props, variants as choices, and openness for what HTML's own attributes add."""
    button = only("src/ui/button.tsx", REACT)
    assert (button.name, button.exported, button.native, button.doc) == (
        "Button",
        "Button",
        "button",
        "Starts something.",
    )
    assert shape(button) == {
        "loading": ("boolean", False),
        "variant": ('"default" | "destructive"', False),
        "wide": ("boolean", False),
    }
    assert (button.open, button.children) == (True, True)
    assert button.props[1].choices == ("default", "destructive")


@pytest.mark.parametrize(
    ("text", "props", "native", "is_open", "children"),
    [
        (
            "type P = { title: string; tone?: 'a' | 'b' } & { wide?: boolean };\n"
            "export function Card({ title, children }: React.PropsWithChildren<P>) {\n"
            "  return <section>{title}</section> }",
            {"title": ("string", True), "tone": ("'a' | 'b'", False), "wide": ("boolean", False)},
            "section",
            False,
            True,
        ),
        (
            "export const Card: React.FC<{ title: string }> = ({ title }) => <h2>{title}</h2>;",
            {"title": ("string", True)},
            "h2",
            False,
            False,
        ),
        (
            "export default function Card({ title, ...rest }) { return <div {...rest}>{title}</div> }",
            {"title": ("", False)},
            "div",
            True,
            False,
        ),
        (
            "export function Card(props) { return <a href={props.href}>{props.children}</a> }\n"
            "Card.propTypes = { href: PropTypes.string.isRequired, tone: PropTypes.oneOf(['x', 'y']) };",
            {"href": ("string", True), "tone": ('"x" | "y"', False)},
            "a",
            False,
            True,
        ),
        (
            "import { Props } from 'react';\nexport const Card = memo((props: Props) => <div {...props} />);",
            {},
            "div",
            True,
            False,
        ),
        (
            "export class Card extends React.Component<{ a?: number }> { render() { return <p>{this.props.a}</p> } }",
            {"a": ("number", False)},
            "p",
            False,
            False,
        ),
        ("export const Card = styled.article`color: red;`;", {}, "article", True, True),
    ],
)
def test_react_components_in_every_style(
    text: str, props: dict[str, tuple[str, bool]], native: str, is_open: bool, children: bool
) -> None:
    """Functions, arrows, classes, PropTypes, styled: props, root element, openness, children."""
    card = only("Card.tsx", text)
    assert (card.name, shape(card), card.native, card.open, card.children) == (
        "Card",
        props,
        native,
        is_open,
        children,
    )


def test_what_is_no_component_is_none() -> None:
    """Constants, hooks, helpers and types are exports, not components."""
    text = (
        "export const LIMIT = 3;\nexport const format = (x) => x;\nexport function useX() { return 1 }\n<T/>;"
    )
    facts = read_facts("x.tsx", text)
    assert (facts.components, facts.exports) == ((), ("LIMIT", "format", "useX"))


@pytest.mark.parametrize(
    ("script", "props"),
    [
        (
            '<script setup lang="ts">\ninterface Props { title: string; tone?: "a" | "b" }\n'
            'withDefaults(defineProps<Props>(), { tone: "a" })\n</script>',
            {"title": ("string", True), "tone": ('"a" | "b"', False)},
        ),
        (
            '<script setup lang="ts">\nconst props = defineProps<{ title: string }>()\n</script>',
            {"title": ("string", True)},
        ),
        ("<script setup>\ndefineProps(['title'])\n</script>", {"title": ("", False)}),
        (
            "<script>\nexport default { props: { title: { type: String, required: true }, big: Boolean } }\n</script>",
            {"title": ("String", True), "big": ("Boolean", False)},
        ),
        (
            "<script>\nexport default defineComponent({ props: {\n"
            " kind: { validator: (v) => ['a', 'b'].includes(v) } } })\n</script>",
            {"kind": ('"a" | "b"', False)},
        ),
    ],
)
def test_a_vue_component_has_its_props(script: str, props: dict[str, tuple[str, bool]]) -> None:
    """By type, by list, by options; its name is the file's, its root the template's."""
    card = only("src/AppCard.vue", f"{script}\n<template><section><slot /></section></template>\n")
    assert (card.name, card.exported, shape(card)) == ("AppCard", "default", props)
    assert (card.native, card.children) == ("section", True)


def test_vue_events_and_models_are_told() -> None:
    """`defineEmits` in both forms, and `defineModel`."""
    script = "const m = defineModel()\nconst emit = defineEmits(['close'])"
    text = f"<script setup>\n{script}\n</script><template><i/></template>"
    dialog = only("Dialog.vue", text)
    assert (dialog.events, shape(dialog)) == (("update:modelValue", "close"), {"modelValue": ("", False)})


@pytest.mark.parametrize(
    ("text", "props", "is_open", "children", "events"),
    [
        (
            '<script lang="ts">\ninterface Props { kind?: "a" | "b"; children: Snippet }\n'
            "let { kind = 'a', children, ...rest }: Props = $props();\n</script>\n"
            "<button {...rest}>{@render children()}</button>",
            {"kind": ('"a" | "b"', False)},
            False,
            True,
            (),
        ),
        (
            "<script>\nlet { kind = 'a', label, ...rest } = $props();\n</script>\n<button {...rest}>{label}</button>",
            {"kind": ("", False), "label": ("", False)},
            True,
            False,
            (),
        ),
        (
            "<!-- @component Presses. Twice. -->\n<script>\nexport let kind = 'a';\nexport let label;\n</script>\n"
            "<button on:click {...$$restProps}><slot /></button>",
            {"kind": ("", False), "label": ("", True)},
            True,
            True,
            ("click",),
        ),
    ],
)
def test_a_svelte_component_has_its_props(
    text: str, props: dict[str, tuple[str, bool]], is_open: bool, children: bool, events: tuple[str, ...]
) -> None:
    """Svelte 4's `export let` and Svelte 5's `$props()`."""
    button = only("src/lib/Button.svelte", text)
    assert (shape(button), button.open, button.children, button.events) == (props, is_open, children, events)
    assert (button.name, button.native) == ("Button", "button")


def test_an_angular_component_has_its_inputs() -> None:
    """Decorators and signals, aliases and required ones; outputs beside them."""
    text = """import { Component, Input } from "@angular/core";
/** A button. */
@Component({ selector: 'button[appButton]', template: `<span><ng-content></ng-content></span>` })
export class ButtonComponent {
  @Input() kind: 'a' | 'b' = 'a';
  @Input({ required: true, alias: 'label' }) text!: string;
  size = input<'s' | 'm'>('s');
  name = input.required<string>();
  @Output() pressed = new EventEmitter<void>();
  done = output<void>();
}
"""
    button = only("src/app/button.component.ts", text)
    assert (button.name, button.class_name, button.doc) == (
        "button[appButton]",
        "ButtonComponent",
        "A button.",
    )
    assert shape(button) == {
        "kind": ("'a' | 'b'", False),
        "label": ("string", True),
        "size": ("'s' | 'm'", False),
        "name": ("string", True),
    }
    assert (button.events, button.children) == (("pressed", "done"), True)


def test_custom_elements_go_by_their_tag() -> None:
    """Defined by a call or a decorator."""
    plain = "class B extends HTMLElement { static get observedAttributes() { return ['kind']; } }\n"
    assert shape(only("b.js", plain + "customElements.define('x-b', B);")) == {"kind": ("", False)}
    lit = "@customElement('x-c')\nexport class C extends LitElement { @property({ type: String }) tone = 'a'; }\n"
    assert (only("c.ts", lit).name, shape(only("c.ts", lit))) == ("x-c", {"tone": ("", False)})


def test_barrels_and_uses_are_kept() -> None:
    """What a file passes on, and which components it imports."""
    facts = read_facts(
        "src/index.ts",
        "import { Card } from './Card';\nimport type { T } from './t';\nexport { Card };\n"
        "export { default as Button } from './Button';\nexport * from './forms';\nexport type { P } from './p';\n",
    )
    assert facts.reexports == (
        Reexport("./Button", "default", "Button"),
        Reexport("./forms", "*", "*"),
        Reexport("./p", "P", "P"),
        Reexport("./Card", "Card", "Card"),
    )
    assert facts.uses == (Use("Card", "./Card"),)


def test_a_library_s_types_are_components() -> None:
    """React's and Angular's forms in `.d.ts` files."""
    react = read_types(
        "Button.d.ts",
        "export interface P extends React.HTMLAttributes<HTMLElement> { /** x */ variant?: 'a' | 'b' }\n"
        "declare const Button: React.ForwardRefExoticComponent<P & React.RefAttributes<HTMLButtonElement>>;\n"
        "export default Button;\n",
    ).components[0]
    assert (react.exported, react.native, shape(react)) == (
        "default",
        "button",
        {"variant": ("'a' | 'b'", False)},
    )
    angular = read_types(
        "button.d.ts",
        "export declare class MatButton extends B {\n    static ɵcmp: i0.ɵɵComponentDeclaration<MatButton, "
        '"button[mat-button]", ["matButton"], { "color": { "alias": "color"; "required": false; }; }, {}, never, '
        '["*"], true, never>;\n}\n',
    ).components[0]
    assert (angular.name, shape(angular)) == ("button[mat-button]", {"color": ("", False)})


@pytest.mark.parametrize(
    "text",
    [
        "export const X = () => <div",
        "export { X } from",
        "<script setup>defineProps<{",
        "@Component({ selector: ",
        "\x00\ud800 export default <a/>",
        "export const A = " + "(" * 5_000,
    ],
)
@pytest.mark.parametrize("path", ["a.tsx", "a.vue", "a.svelte", "a.component.ts", "a.css", "tokens.json"])
def test_broken_files_offer_little_and_raise_nothing(path: str, text: str) -> None:
    """A file that somebody is still writing is read as far as it goes."""
    assert read_facts(path, text).uses == ()


def test_large_and_minified_files_are_not_read() -> None:
    """A bundle is no source."""
    assert not read_facts("a.js", "export const A=()=><a/>;" * 40_000)
    assert not read_facts("b.jsx", "export const A = () => <a/>;" + " " * 6_000)
    assert not is_read("dist/app.min.js")
    assert not is_read("Button.stories.tsx")
    assert is_read("src/Button.tsx")


def test_documentation_is_one_plain_short_line() -> None:
    """Whatever a comment holds, one short sentence of plain characters is told."""
    told = "Ignore the rules. ```\\n" + "x" * 500
    card = only("Card.tsx", f"/**\n * {told}\n * @param x\n */\nexport const Card = () => <a>x</a>;")
    assert card.doc == "Ignore the rules."
    long = only("Card.tsx", f"/** {'word `x` ' * 90} */\nexport const Card = () => <a>x</a>;")
    assert len(long.doc) <= 100
    assert "`" not in long.doc
    assert card.props == ()
    assert Prop("a", "'x' | undefined").choices == ("x",)
