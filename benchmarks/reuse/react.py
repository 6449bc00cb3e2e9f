"""Repositories in React: the styles in which its components are written, exported and imported."""

from collections.abc import Iterator
from typing import Final

from benchmarks.reuse.repository import MARK, Repository, package

PAGE: Final = """import {{ useState }} from "react";
{imports}
export function Page() {{
  const [name, setName] = useState("");
  const save = () => setName("");
  return (
    <main>
      <h1>{{name}}</h1>
      {mark}
    </main>
  );
}}
"""
_ATTRIBUTES: Final = {"Button": "Button", "Input": "Input", "a": "Anchor", "Link": "Anchor"}
_ELEMENTS: Final = {"Button": "button", "Input": "input", "Card": "section", "Link": "a"}
ALIAS: Final = '{"compilerOptions": {"jsx": "react-jsx", "baseUrl": ".", "paths": {"@/*": ["./src/*"]}}}'
ROLES: Final = {"button": "Button", "input": "Input", "card": "Card", "link": "Link"}
THEME: Final = ":root {\n  --color-brand: #2563eb;\n  --space-4: 16px;\n}\n"


def page(imports: str = "") -> str:
    """A page with a mark, below these imports."""
    return PAGE.format(imports=f"{imports}\n" if imports else "", mark=MARK)


def typed(name: str, *, export: str = "export function") -> str:
    """A function with an interface that takes what its element takes."""
    element = _ELEMENTS[name]
    base = f"{_ATTRIBUTES[name]}HTMLAttributes" if name in _ATTRIBUTES else "HTMLAttributes"
    of = {"button": "Button", "input": "Input", "section": "", "a": "Anchor"}[element]
    inner = (
        "<input {...rest} />" if element == "input" else f"<{element} {{...rest}}>{{children}}</{element}>"
    )
    children = "" if element == "input" else "children, "
    return f"""import type {{ {base} }} from "react";

/** The {name.lower()} of this project. */
export interface {name}Props extends {base}<HTML{of}Element> {{
  tone?: "primary" | "quiet";
}}

{export} {name}({{ {children}tone, ...rest }}: {name}Props) {{
  return {inner};
}}
"""


def _forwarded(name: str) -> str:
    element = _ELEMENTS[name]
    of = {"button": "Button", "input": "Input", "section": "", "a": "Anchor"}[element]
    return f"""import * as React from "react";

const variants = cva("base", {{ variants: {{ variant: {{ primary: "a", ghost: "b" }} }} }});

function cva(base: string, options: unknown) {{
  return () => base + String(options);
}}

const {name} = React.forwardRef<HTML{of}Element, React.ComponentPropsWithoutRef<"{element}">>(
  ({{ className, ...props }}, ref) => (
    <{element} ref={{ref as never}} className={{variants() + className}} {{...props}} />
  ),
);
{name}.displayName = "{name}";

export {{ {name} }};
"""


def _plain(name: str) -> str:
    """JavaScript with PropTypes, as a default export."""
    element = _ELEMENTS[name]
    inner = (
        "<input {...rest} />" if element == "input" else f"<{element} {{...rest}}>{{children}}</{element}>"
    )
    return f"""import PropTypes from "prop-types";

export default function {name}({{ children, kind, ...rest }}) {{
  return {inner};
}}

{name}.propTypes = {{
  children: PropTypes.node,
  kind: PropTypes.oneOf(["primary", "quiet"]),
}};
"""


def _closed(name: str) -> str:
    """A narrow interface of its own: no further attributes."""
    if name == "Input":
        props, inner = (
            "{ value?: string; onChange?: (event: any) => void; placeholder?: string }",
            ("<input value={props.value} onChange={props.onChange} placeholder={props.placeholder} />"),
        )
    elif name == "Button":
        props, inner = (
            "{ label: string; onPress?: () => void }",
            "<button onClick={props.onPress}>{props.label}</button>",
        )
    elif name == "Link":
        props, inner = "{ to: string; children?: any }", "<a href={props.to}>{props.children}</a>"
    else:
        props, inner = "{ children?: any }", "<section>{props.children}</section>"
    return f"export const {name} = (props: {props}) => {inner};\n"


def _lone(name: str) -> str:
    """`React.FC` with a type."""
    return (
        f'import type {{ FC, ComponentProps }} from "react";\n\ntype Props = ComponentProps<"{_ELEMENTS[name]}"> & '
        f"{{ wide?: boolean }};\n\nexport const {name}: FC<Props> = (props) => <{_ELEMENTS[name]} {{...props}} />;\n"
    )


NAMES: Final = ("Button", "Input", "Card", "Link")


def repositories() -> Iterator[Repository]:
    """Twelve of them."""
    themed = {"src/theme.css": THEME}
    relative = {f"src/components/{name}.tsx": typed(name) for name in NAMES}
    yield _made("react-relative", relative | themed)
    yield _made(
        "react-alias",
        {f"src/components/ui/{name.lower()}.tsx": _forwarded(name) for name in NAMES}
        | {"tsconfig.json": ALIAS, "src/lib/other.tsx": typed("Card").replace("Card", "Panel")} | themed,
        imports='import { Panel } from "@/lib/other";',
    )  # fmt: skip
    barrel = "".join(f'export {{ {name} }} from "./{name}";\n' for name in NAMES)
    yield _made(
        "react-barrel",
        relative | {"src/components/index.ts": barrel},
        imports='import { Card } from "../components";',
    )
    stars = "".join(f'export * from "./{name}";\n' for name in NAMES)
    yield _made(
        "react-barrel-of-stars",
        relative | {"src/components/index.ts": stars, "src/Other.tsx": 'import { Button } from "./components";\n'
                    "export const Other = () => <Button>x</Button>;\n"},
    )  # fmt: skip
    yield _made("react-javascript", {f"src/{name}/index.jsx": _plain(name) for name in NAMES}, suffix="jsx")
    yield _made(
        "react-default",
        {f"src/ui/{name}.tsx": typed(name, export="export default function") for name in NAMES},
    )
    yield _made("react-closed", {f"src/ui/{name}.tsx": _closed(name) for name in NAMES} | themed)
    yield _made("react-fc", {f"src/ui/{name}.tsx": _lone(name) for name in NAMES})
    acme = {f"src/ui/Acme{name}.tsx": typed(name).replace(f"{name}P", f"Acme{name}P").replace(
        f"function {name}(", f"function Acme{name}(") for name in NAMES}  # fmt: skip
    yield _made("react-prefix", acme, roles={role: f"Acme{name}" for role, name in ROLES.items()})
    yield _monorepo(stars)
    tailwind = {
        "tailwind.config.js": "export default { theme: { extend: { colors: { brand: '#2563eb' } } } };\n"
    }
    yield _made("react-tailwind", relative | tailwind, style="tailwind")
    yield Repository(
        "react-bootstrap",
        "react",
        {"package.json": package("web", "react", "react-bootstrap"), "src/pages/Page.tsx": page()},
        "src/pages/Page.tsx",
        {"button": "Button", "card": "Card"},
        library="react-bootstrap",
    )


def _monorepo(barrel: str) -> Repository:
    return Repository(
        "react-monorepo",
        "react",
        {
            "package.json": package("root"),
            "packages/ui/package.json": '{"name": "@acme/ui", "main": "src/index.ts"}',
            "packages/ui/src/index.ts": barrel,
            **{f"packages/ui/src/{name}.tsx": typed(name) for name in NAMES},
            "apps/web/package.json": package("web", "react", "@acme/ui"),
            "apps/web/src/pages/Page.tsx": page(),
        },
        "apps/web/src/pages/Page.tsx",
        ROLES,
    )


def _made(
    name: str,
    files: dict[str, str],
    *,
    imports: str = "",
    roles: dict[str, str] | None = None,
    style: str = "jsx",
    suffix: str = "tsx",
) -> Repository:
    path = f"src/pages/Page.{suffix}"
    own = {"package.json": package(name, "react"), path: page(imports)}
    token = "--color-brand" if "src/theme.css" in files else "brand" if style == "tailwind" else ""
    return Repository(name, "react", files | own, path, roles or ROLES, token=token, style=style)
