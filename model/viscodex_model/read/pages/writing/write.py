"""A page written as HTML, JSX, a Vue or Svelte component, with classes of its own or those of Tailwind."""

import html

from viscodex_model.read.pages.building.elements import Element
from viscodex_model.read.pages.writing.classes import name_classes
from viscodex_model.read.pages.writing.markup import HTML, JSX, SVELTE, VUE, Dialect, write_element
from viscodex_model.read.pages.writing.sheet import sheet_rules
from viscodex_model.read.pages.writing.tailwind import utilities

# LSP identifiers of languages in which markup is JSX.
JSX_LANGUAGES = frozenset({"javascriptreact", "typescriptreact", "javascript", "typescript"})


def write_page(root: Element, language: str, *, tailwind: bool = False) -> str:
    """The page in a language (an LSP identifier); HTML where the language has no markup of its own."""
    dialect = _dialect(language)
    if tailwind:
        markup = write_element(root, utilities(root), dialect)
        return f"<template>\n{markup}\n</template>\n" if language == "vue" else markup + "\n"
    classes = name_classes(root)
    rules = "\n".join(sheet_rules(root, classes))
    if dialect is JSX:
        return _jsx(write_element(root, classes, dialect, 1), rules)
    markup = write_element(root, classes, dialect)
    if language == "vue":
        return f"<template>\n{markup}\n</template>\n\n<style scoped>\n{rules}\n</style>\n"
    return f"{markup}\n\n<style>\n{rules}\n</style>\n"


def write_document(root: Element, *, title: str) -> str:
    """The page as a whole HTML document."""
    classes = name_classes(root)
    rules = "\n".join(["body { margin: 0; }", *sheet_rules(root, classes)])
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{html.escape(title, quote=False)}</title>\n<style>\n{rules}\n</style>\n</head>\n<body>\n"
        f"{write_element(root, classes, HTML)}\n</body>\n</html>\n"
    )


def _dialect(language: str) -> Dialect:
    if language in JSX_LANGUAGES:
        return JSX
    return {"vue": VUE, "svelte": SVELTE}.get(language, HTML)


def _jsx(markup: str, rules: str) -> str:
    indented = "\n".join("    " + line for line in rules.splitlines())
    return f"<>\n{markup}\n  <style>{{`\n{indented}\n  `}}</style>\n</>\n"
