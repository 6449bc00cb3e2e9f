"""Which language a `<script>` or `<style>` holds, by the attributes of its start tag: the one table for it."""

from collections.abc import Mapping
from typing import Final

# https://html.spec.whatwg.org/multipage/scripting.html#attr-script-type, https://mimesniff.spec.whatwg.org
# (JavaScript MIME types), and the names that Babel, TypeScript, Vue, Svelte, Astro and PyScript give theirs.
_SCRIPTS: Final[dict[str, str]] = {
    "": "javascript",
    "module": "javascript",
    "js": "javascript",
    "javascript": "javascript",
    "text/javascript": "javascript",
    "text/ecmascript": "javascript",
    "text/x-javascript": "javascript",
    "application/javascript": "javascript",
    "application/ecmascript": "javascript",
    "application/x-javascript": "javascript",
    "module-shim": "javascript",
    "text/partytown": "javascript",
    "jsx": "javascriptreact",
    "text/jsx": "javascriptreact",
    "text/babel": "javascriptreact",
    "application/babel": "javascriptreact",
    "ts": "typescript",
    "typescript": "typescript",
    "text/typescript": "typescript",
    "application/typescript": "typescript",
    "application/x-typescript": "typescript",
    "tsx": "typescriptreact",
    "text/tsx": "typescriptreact",
    "json": "json",
    "importmap": "json",
    "importmap-shim": "json",
    "speculationrules": "json",
    "text/json": "json",
    "application/json": "json",
    "py": "python",
    "py-script": "python",
    "mpy": "python",
    "text/python": "python",
    "text/x-python": "python",
}
_STYLES: Final[dict[str, str]] = {
    "": "css",
    "css": "css",
    "postcss": "css",
    "pcss": "css",
    "text/css": "css",
    "text/postcss": "css",
    "text/tailwindcss": "css",
    "less": "less",
    "text/less": "less",
    "text/x-less": "less",
    "scss": "scss",
    "text/scss": "scss",
    "text/x-scss": "scss",
    "sass": "sass",
    "text/sass": "sass",
    "text/x-sass": "sass",
    "styl": "stylus",
    "stylus": "stylus",
    "text/stylus": "stylus",
    "text/x-stylus": "stylus",
}
_PLAIN_SCRIPTS: Final[dict[str, str]] = {"astro": "typescript"}
"""What a script without a type is, in the languages where it is no JavaScript."""


def injected_id(element: str, attributes: Mapping[str, str], *, page: str) -> str:
    """The LSP id of the language that a `script` or `style` element holds, "" where it is not known.

    Args:
        attributes: those of its start tag, names and values in small letters.
        page: the id of the page's language.
    """
    wanted = (attributes.get("lang") or attributes.get("type") or "").partition(";")[0].strip()
    if element == "style":
        return _STYLES.get(wanted, "")
    if not wanted:
        return _PLAIN_SCRIPTS.get(page, "javascript")
    return "json" if wanted.endswith("+json") else _SCRIPTS.get(wanted, "")
