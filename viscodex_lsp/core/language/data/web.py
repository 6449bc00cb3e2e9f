"""The languages of web pages and of their data; `languages` says what each column means."""

from typing import Any, Final

from viscodex_lsp.core.language.data.templates import JINJA
from viscodex_lsp.core.language.data.traits import BRACES, C_COMMENTS, ELEMENTS, nodes
from viscodex_lsp.core.language.language import Grammar, Language

_JS_LABELS = {"js", "mjs", "cjs", "jsx", "javascript", "javascriptreact", "node", "react"}

_TS_LABELS = {"ts", "mts", "cts", "tsx", "typescript", "typescriptreact"}

_MARKUP_LABELS = {"htm", "html", "html5", "xhtml", "xml", "svg"}

_TEMPLATE_LABELS = nodes(
    "angular ng vue jinja jinja2 django twig nunjucks njk liquid erb ejs eex heex handlebars hbs mustache blade php"
)

_JS_SCOPES = nodes(
    "function_declaration generator_function_declaration function_expression arrow_function class "
    "class_declaration abstract_class_declaration method_definition interface_declaration enum_declaration "
    "internal_module jsx_element if_statement for_statement for_in_statement while_statement "
    "switch_statement try_statement"
)

_JS_BLOCKS = nodes(
    "statement_block class_body object array arguments formal_parameters switch_body switch_case "
    "switch_default interface_body object_type enum_body jsx_element jsx_expression "
    "parenthesized_expression"
)

_JS_SIBLINGS = nodes(
    "function_declaration generator_function_declaration class_declaration abstract_class_declaration "
    "method_definition field_definition public_field_definition method_signature property_signature "
    "interface_declaration type_alias_declaration enum_declaration lexical_declaration "
    "variable_declaration"
)

_JS: Final[dict[str, Any]] = {
    **C_COMMENTS,
    "opens": r"[{(\[]$|=>$|^(?:case\b.*|default\s*):$|<(?:[\w.]+(?:\s[^<>]*)?)?(?<![/=])>$",
    "closes": r"[})\]]|</",
    "indent": "  ",
    "quote": "'",
    "labels": frozenset(_JS_LABELS | _TS_LABELS),
    "import_nodes": frozenset({"import_statement", "import_alias"}),
    "import_pattern": r"import[\s{*\"'](?!\()|(?:const|let|var)\s+[\w$\s{},:]+=\s*require\(",
    "preamble": frozenset({"hash_bang_line"}),
    "scopes": _JS_SCOPES,
    "blocks": _JS_BLOCKS,
    "siblings": _JS_SIBLINGS,
    "stand_ins": (
        "{}",
        "class A {{\n{}\n}}",
        "f({{\n{}\n}})",
        "f([\n{}\n])",
        "switch (a) {{\n{}\n}}",
    ),
    "markup_stand_ins": ("<>\n{}\n</>",),
}

_SVELTE_BLOCKS = nodes(
    "if_statement else_if_block else_block each_statement await_statement then_block catch_block "
    "key_statement snippet_statement"
)

LANGUAGES: Final[tuple[Language, ...]] = (
    Language(
        id="javascript",
        name="JavaScript",
        fence="javascript",
        suffixes=(".js", ".mjs", ".cjs"),
        grammar=Grammar("tree_sitter_javascript"),
        **_JS,
    ),
    Language(
        id="javascriptreact",
        name="JavaScript (React)",
        fence="jsx",
        suffixes=(".jsx",),
        grammar=Grammar("tree_sitter_javascript"),
        **_JS | {"labels": _JS["labels"] | _MARKUP_LABELS},
    ),
    Language(
        id="typescript",
        name="TypeScript",
        fence="typescript",
        suffixes=(".ts", ".mts", ".cts"),
        grammar=Grammar("tree_sitter_typescript", "language_typescript"),
        **_JS,
    ),
    Language(
        id="typescriptreact",
        name="TypeScript (React)",
        fence="tsx",
        suffixes=(".tsx",),
        grammar=Grammar("tree_sitter_typescript", "language_tsx"),
        **_JS | {"labels": _JS["labels"] | _MARKUP_LABELS},
    ),
    Language(
        id="html",
        name="HTML",
        fence="html",
        labels=_TEMPLATE_LABELS | _MARKUP_LABELS,
        suffixes=(".html", ".htm", ".xhtml"),
        grammar=Grammar("tree_sitter_html"),
        **ELEMENTS,
    ),
    Language(
        id="svelte",
        name="Svelte",
        fence="svelte",
        labels=frozenset(_MARKUP_LABELS),
        suffixes=(".svelte",),
        grammar=Grammar("tree_sitter_svelte"),
        **ELEMENTS
        | {"blocks": ELEMENTS["blocks"] | _SVELTE_BLOCKS, "scopes": ELEMENTS["scopes"] | _SVELTE_BLOCKS},
    ),
    Language(
        id="css",
        name="CSS",
        fence="css",
        labels=frozenset({"scss", "less", "sass", "postcss", "pcss", "tailwind", "tailwindcss"}),
        suffixes=(".css",),
        grammar=Grammar("tree_sitter_css"),
        block_comment=("/*", "*/"),
        indent="  ",
        scopes=nodes("rule_set media_statement supports_statement keyframes_statement at_rule"),
        blocks=frozenset({"block", "keyframe_block_list"}),
        siblings=frozenset({"rule_set", "media_statement", "keyframes_statement"}),
        stand_ins=("{}", "a {{\n{}\n}}"),
        **BRACES,
    ),
    Language(
        id="json",
        name="JSON",
        fence="json",
        labels=frozenset({"jsonc", "json5", "jsonl"}),
        suffixes=(".json", ".webmanifest", ".ipynb"),
        grammar=Grammar("tree_sitter_json"),
        indent="  ",
        blocks=frozenset({"object", "array"}),
        scopes=frozenset({"pair"}),
        stand_ins=("{}", "{{\n{}\n}}", "[\n{}\n]"),
        **BRACES,
    ),
    Language(
        id="jsonc",
        name="JSON with comments",
        fence="jsonc",
        labels=frozenset({"json", "json5"}),
        suffixes=(".jsonc", ".json5", "tsconfig.json", "jsconfig.json"),
        grammar=Grammar("tree_sitter_json"),
        indent="  ",
        blocks=frozenset({"object", "array"}),
        scopes=frozenset({"pair"}),
        stand_ins=("{}", "{{\n{}\n}}", "[\n{}\n]"),
        **C_COMMENTS,
        **BRACES,
    ),
    Language(
        id="yaml",
        name="YAML",
        fence="yaml",
        labels=frozenset({"yml", "dockercompose", "docker-compose"}),
        suffixes=(".yaml", ".yml"),
        grammar=Grammar("tree_sitter_yaml"),
        line_comment="#",
        indent="  ",
        scopes=frozenset({"block_mapping_pair", "block_sequence_item"}),
        blocks=frozenset({"block_mapping_pair", "flow_mapping", "flow_sequence"}),
        opens=r":$|[{\[]$|[|>][+-]?\d?$|^-$",
        closes=r"[}\]]",
        by_indentation=True,
        template=JINJA,
    ),
)
