"""Scripting languages; `languages` says what each column means."""

from dataclasses import replace
from typing import Final

from viscodex_lsp.core.language.data.traits import BRACES, C_COMMENTS, nodes
from viscodex_lsp.core.language.language import Grammar, Language

_PYTHON: Final = Language(
    id="python",
    name="Python",
    fence="python",
    labels=frozenset({"py", "py3", "python3", "pyi", "ipython", "gyp"}),
    suffixes=(".py", ".pyi", ".pyw"),
    grammar=Grammar("tree_sitter_python"),
    line_comment="#",
    import_nodes=frozenset({"import_statement", "import_from_statement", "future_import_statement"}),
    import_pattern=r"import\s|from\s+[.\w]+\s+import\b",
    scopes=nodes(
        "function_definition class_definition if_statement for_statement while_statement with_statement "
        "try_statement match_statement case_clause elif_clause else_clause except_clause "
        "finally_clause"
    ),
    blocks=nodes("block argument_list parameters list tuple dictionary set parenthesized_expression"),
    siblings=frozenset({"function_definition", "class_definition", "decorated_definition"}),
    stand_ins=("{}", "f(\n{}\n)", "{{\n{}\n}}"),
    opens=r"[:{(\[]$",
    closes=r"[})\]]",
    by_indentation=True,
)

LANGUAGES: Final[tuple[Language, ...]] = (
    _PYTHON,
    # A cell of a notebook: Python with lines for its shell.
    replace(_PYTHON, id="ipython", labels=_PYTHON.labels | {"python"}, suffixes=()),
    Language(
        id="ruby",
        name="Ruby",
        fence="ruby",
        labels=frozenset({"rb", "jruby"}),
        suffixes=(".rb", ".rake", ".gemspec", "gemfile", "rakefile"),
        grammar=Grammar("tree_sitter_ruby"),
        line_comment="#",
        indent="  ",
        quote="'",
        import_pattern=r"require(?:_relative)?[\s(]*[\"']",
        scopes=nodes(
            "module class singleton_class method singleton_method do_block block if unless while until for "
            "case begin"
        ),
        blocks=nodes(
            "module class singleton_class method singleton_method do_block block if unless while until for "
            "begin when then else elsif ensure rescue hash array argument_list"
        ),
        siblings=frozenset({"module", "class", "method", "singleton_method"}),
        opens=r"[{(\[|]$|\b(?:do|then|else|begin)$"
        r"|^(?:def|class|module|if|unless|while|until|for|case|when|elsif|rescue|ensure)\b(?!.*\bend$)",
        closes=r"[})\]]|(?:end|else|elsif|when|rescue|ensure)\b",
    ),
    Language(
        id="php",
        name="PHP",
        fence="php",
        labels=frozenset({"php3", "php4", "php5", "php7", "php8", "phtml", "html", "htm"}),
        suffixes=(".php", ".phtml"),
        grammar=Grammar("tree_sitter_php", "language_php"),
        quote="'",
        import_nodes=frozenset({"namespace_use_declaration"}),
        import_pattern=r"use\s+(?:function\s+|const\s+)?\\?[A-Z]\w*[\\;\s{]",
        preamble=frozenset({"php_tag", "namespace_definition", "declare_statement"}),
        scopes=nodes(
            "class_declaration interface_declaration trait_declaration enum_declaration function_definition "
            "method_declaration anonymous_function if_statement for_statement foreach_statement "
            "while_statement switch_statement try_statement"
        ),
        blocks=nodes(
            "declaration_list compound_statement enum_declaration_list switch_block case_statement "
            "colon_block array_creation_expression arguments formal_parameters match_block"
        ),
        siblings=nodes(
            "class_declaration interface_declaration trait_declaration function_definition "
            "method_declaration property_declaration"
        ),
        stand_ins=("<?php\n{}\n", "<?php class A {{\n{}\n}}", "<?php f([\n{}\n]);"),
        markup_stand_ins=("{}",),
        **C_COMMENTS,
        **BRACES,
    ),
    Language(
        id="shellscript",
        name="Shell",
        fence="bash",
        labels=frozenset({"sh", "shell", "zsh", "ksh", "shell-script", "console", "shellsession"}),
        suffixes=(".sh", ".bash", ".zsh", ".ksh", ".bashrc", ".zshrc", ".profile"),
        grammar=Grammar("tree_sitter_bash"),
        line_comment="#",
        indent="  ",
        preamble=frozenset({"comment"}),
        scopes=nodes(
            "function_definition if_statement for_statement c_style_for_statement while_statement "
            "case_statement"
        ),
        blocks=nodes("compound_statement do_group if_statement case_item subshell"),
        siblings=frozenset({"function_definition"}),
        opens=r"[{(]$|\b(?:then|do|else|in)$|^[^()\s]+\)$",
        closes=r"[})]|;;|(?:fi|done|esac|else|elif)\b",
    ),
)
