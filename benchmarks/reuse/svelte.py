"""Repositories in Svelte: versions 4 and 5, SvelteKit's alias, barrels, a library."""

from collections.abc import Iterator
from typing import Final

from benchmarks.reuse.repository import MARK, Repository, package

NAMES: Final = {"button": "Button", "input": "Input", "card": "Card", "link": "Link"}
_ROOTS: Final = {"Button": "button", "Input": "input", "Card": "section", "Link": "a"}
THEME: Final = ":root {\n  --color-brand: #2563eb;\n}\n"


def runes(name: str, *, rest: bool) -> str:
    """Svelte 5."""
    root = _ROOTS[name]
    if root == "input":
        return (
            "<script>\n  let { value = $bindable(), placeholder } = $props();\n</script>\n\n"
            "<input bind:value {placeholder} />\n"
        )
    passed = ("...rest", "{...rest}") if rest else ("href, onclick", "{href} {onclick}")
    passed = ("onclick", "{onclick}") if root == "button" and not rest else passed
    return (
        f"<script>\n  let {{ tone = 'quiet', children, {passed[0]} }} = $props();\n</script>\n\n"
        f"<{root} data-tone={{tone}} {passed[1]}>{{@render children?.()}}</{root}>\n"
    )


def four(name: str) -> str:
    """Svelte 4."""
    root = _ROOTS[name]
    if root == "input":
        script = "<script>\n  export let value = '';\n  export let placeholder = '';\n</script>\n\n"
        return script + "<input bind:value {placeholder} />\n"
    return (
        "<script>\n  /** How loud it is. */\n  export let tone = 'quiet';\n</script>\n\n"
        f"<{root} data-tone={{tone}} on:click {{...$$restProps}}><slot /></{root}>\n"
    )


def page(imports: str = "") -> str:
    """A page with a mark."""
    return (
        f'<script>\n{imports}  let name = "";\n  const save = () => {{ name = ""; }};\n</script>\n\n<main>\n'
        f"  <h1>{{name}}</h1>\n  {MARK}\n</main>\n"
    )


def repositories() -> Iterator[Repository]:
    """Six of them."""
    kit = {"svelte.config.js": "export default {};\n"}
    rest = {f"src/lib/{name}.svelte": runes(name, rest=True) for name in NAMES.values()}
    yield _made("svelte-5", rest | {"src/app.css": THEME}, "src/lib/Page.svelte")
    yield _made(
        "svelte-5-alias",
        {f"src/lib/ui/{name}.svelte": runes(name, rest=False) for name in NAMES.values()}
        | {"src/lib/Thing.svelte": runes("Card", rest=True)} | kit,
        "src/routes/+page.svelte",
        imports='  import Thing from "$lib/Thing.svelte";\n',
    )  # fmt: skip
    old = {f"src/components/{name}.svelte": four(name) for name in NAMES.values()}
    yield _made("svelte-4", old, "src/pages/Page.svelte", style="on:click")
    barrel = "".join(f'export {{ default as {name} }} from "./{name}.svelte";\n' for name in NAMES.values())
    yield _made(
        "svelte-barrel",
        rest | kit | {"src/lib/index.js": barrel},
        "src/routes/a/+page.svelte",
        imports='  import { Card } from "$lib";\n',
    )
    prefixed = {f"src/ui/Ui{name}.svelte": runes(name, rest=True) for name in NAMES.values()}
    yield _made(
        "svelte-prefix",
        prefixed,
        "src/Page.svelte",
        roles={role: f"Ui{name}" for role, name in NAMES.items()},
    )
    yield Repository(
        "svelte-flowbite",
        "svelte",
        {"package.json": package("x", "svelte", "flowbite-svelte"), "src/Page.svelte": page()},
        "src/Page.svelte",
        {"button": "Button", "card": "Card", "input": "Input"},
        library="flowbite-svelte",
    )


def _made(
    name: str,
    files: dict[str, str],
    path: str,
    *,
    imports: str = "",
    roles: dict[str, str] | None = None,
    style: str = "jsx",
) -> Repository:
    own = {"package.json": package(name, "svelte"), path: page(imports)}
    token = "--color-brand" if "src/app.css" in files else ""
    return Repository(name, "svelte", files | own, path, roles or NAMES, token=token, style=style)
