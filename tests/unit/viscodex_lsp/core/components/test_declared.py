"""Components as libraries declare them in their types: polymorphic, wrapped, constructors, Svelte's classes."""

import pytest

from viscodex_lsp.core.components.facts import read_types
from viscodex_lsp.core.components.nouns import Component

TYPE_MAP = """export interface CardOwnProps { raised?: boolean }
export interface CardTypeMap<P = {}, Root extends React.ElementType = 'div'> {
  props: P & CardOwnProps;
  defaultComponent: Root;
}
declare const Card: OverridableComponent<CardTypeMap>;
export { Card };
"""
FACTORY = """interface CardProps { raised?: boolean }
export declare const Card: (<C = "div">(props: PolymorphicComponentProps<C, CardProps>) => React.ReactElement) & Rest<{
    props: CardProps;
    defaultComponent: "div";
}>;
export declare namespace Card { type Props = CardProps; }
"""
SVELTE = """type $RestProps = SvelteHTMLElements["button"];
type $Props = { raised?: boolean };
export type CardProps = Omit<$RestProps, keyof $Props> & $Props;
export default class Card extends SvelteComponentTyped<CardProps, { click: MouseEvent }, { default: {} }> {}
"""


def only(text: str) -> Component:
    (found,) = read_types("index.d.ts", text).components
    return found


@pytest.mark.parametrize(
    ("text", "props", "native"),
    [
        (TYPE_MAP, ["raised"], "div"),
        (TYPE_MAP.replace("OverridableComponent<", "ExtendCardBase<"), ["raised"], "div"),
        (FACTORY, ["raised"], "div"),
        ("declare const Card: SFCWithInstall<typeof _default>;\nexport { Card, Card as default };", [], ""),
        (
            'export declare const Card: { new (...args: any[]): import("vue").CreateComponentPublicInstance<{}>; };',
            [],
            "",
        ),
    ],
)
def test_what_is_not_all_known_takes_more(text: str, props: list[str], native: str) -> None:
    """The props that are found, the element that it is by default, and openness for all others."""
    card = read_types("index.d.ts", text).components[0]
    assert (card.name, [prop.name for prop in card.props], card.native) == ("Card", props, native)
    assert card.open and card.children


def test_a_class_of_svelte_has_its_events() -> None:
    """The three arguments are props, events and slots."""
    card = only(SVELTE)
    assert (card.exported, card.events, card.children, card.open) == ("default", ("click",), True, True)
    assert [prop.name for prop in card.props] == ["raised"]
    assert card.native == "button"


@pytest.mark.parametrize(
    "text",
    [
        "export declare const Colors: { red: string };",
        "export declare const version: string;",
        "export declare class Store { get(): string }",
        "export declare const Make: (name: string) => string;",
    ],
)
def test_what_is_no_component_is_none(text: str) -> None:
    """Constants, classes and functions of other kinds."""
    assert read_types("index.d.ts", text).components == ()


def test_a_compound_has_the_props_of_what_it_is_made_of() -> None:
    """A constant whose type is that of another one, with its parts."""
    text = (
        "declare const Inner: React.ForwardRefExoticComponent<{ type?: Kind; htmlType?: string }>;\n"
        "type CompoundedComponent = typeof Inner & { Group: typeof Group };\n"
        "declare const Button: CompoundedComponent;\nexport default Button;\n"
    )
    assert [prop.name for prop in only(text).props] == ["type", "htmlType"]


def test_a_constructor_of_vue_is_a_component() -> None:
    """As Quasar declares all of its own."""
    assert only("export const QBtn: ComponentConstructor<QBtn>;\n").name == "QBtn"
