"""Replies that are odd as a whole: deep in each language's own way, with line ends, indentation or signs that no file
should have, and with thousands of what real code has one of."""

from collections.abc import Iterator

MANY = 6_000
LONG = 250_000
DEEP = 990
"""Just below what is refused for its depth."""


def oddities() -> Iterator[tuple[str, str, str]]:
    """Name, language and reply of each."""
    for kind in (_deep(), _signs(), _indented(), _thousands(), _thousands_in_pages(), _near_misses()):
        for language, found in kind.items():
            for name, code in found.items():
                fence = {"typescriptreact": "tsx", "shellscript": "bash"}.get(language, language)
                yield f"{language}, odd: {name}", language, f"~~~~~{fence}\n{code}\n~~~~~"
    for language in ("html", "python", "typescriptreact", "markdown"):
        for name, text in _bare().items():
            yield f"{language}, odd and bare: {name}", language, text


def _deep() -> dict[str, dict[str, str]]:
    pairs = {
        "json": ('{"a": ', "1", "}"),
        "python": ("(", "a", ")"),
        "typescript": ("f(() => {", "a", "})"),
        "typescriptreact": ("<A b={", "c", "} />"),
        "css": ("a{", "b:c", "}"),
        "rust": ("Some(", "a", ")"),
        "go": ("func(){", "", "}"),
        "java": ("if(a){", "", "}"),
        "php": ("[", "1", "]"),
        "ruby": ("a { ", "b", " }"),
        "shellscript": ("$(", "a", ")"),
        "swift": ("a { ", "b", " }"),
        "sql": ("(SELECT ", "1", ")"),
        "lua": ("f(", "a", ")"),
        "html": ("<div>", "a", "</div>"),
        "vue": ("<div v-if='a'>", "a", "</div>"),
        "svelte": ("{#if a}", "a", "{/if}"),
        "handlebars": ("{{#if a}}", "a", "{{/if}}"),
        "twig": ("{% if a %}", "a", "{% endif %}"),
        "blade": ("@if ($a)\n", "a\n", "@endif\n"),
        "ejs": ("<% if (a) { %>", "a", "<% } %>"),
        "erb": ("<% if a %>", "a", "<% end %>"),
        "c": ("{", ";", "}"),
        "kotlin": ("run {", "", "}"),
        "toml": ("a = [", "", "]"),
    }
    return {
        language: {
            "as deep as is taken": opener * DEEP + inner + closer * DEEP,
            "deep and one end too few": opener * DEEP + inner + closer * (DEEP - 1),
            "deep and never closed": opener * DEEP,
        }
        for language, (opener, inner, closer) in pairs.items()
    }


def _signs() -> dict[str, dict[str, str]]:
    kinds = {
        "lone surrogates": "a = '\ud800'\n" * MANY,
        "half of an emoji": "\udc00" * MANY,
        "NULs": "a\0b\n" * MANY,
        "one NUL at the end": "a = 1\n" * MANY + "\0",
        "all ends of lines": "a = 1\r\nb = 2\rc = 3\n" * (MANY // 2),
        "returns alone": "a = 1\r" * MANY,
        "vertical tabs and form feeds": "a\x0b\x0cb\n" * MANY,
        "separators of lines": "a = 1\u2028b = 2\u2029\n" * MANY,
        "next line": "a = 1\x85" * MANY,
        "marks of byte order": "\ufeffa = 1\n" * MANY,
        "combining marks": "e" + "\u0301" * LONG,
        "variation selectors": "a\ufe0f" * (LONG // 4),
        "right to left": "\u202eabc\u202c\n" * MANY,
        "tags of no language": "\U000e0041" * MANY,
        "private use": "\ue000 " * MANY,
        "wide blanks": "\u3000a = 1\n" * MANY,
    }
    return dict.fromkeys(("python", "html", "typescriptreact", "yaml", "css"), kinds)


def _indented() -> dict[str, dict[str, str]]:
    kinds = {
        "stairs up": "\n".join(" " * row + "a:" for row in range(110)) + "\n",
        "stairs up and down": "\n".join(" " * min(row % 200, 200 - row % 200) + "- a" for row in range(MANY)),
        "tabs and blanks": "\n".join(("\t" * (row % 9)) + (" " * (row % 7)) + "a = 1" for row in range(MANY)),
        "ever less": "\n".join(" " * max(300 - row, 0) + "a" for row in range(MANY)),
        "one far to the right": "a\n" * MANY + " " * LONG + "b\n" + "a\n" * MANY,
        "blank lines of blanks": ("a\n" + " " * 400 + "\n") * (MANY // 10),
        "every line its own": "\n".join(" " * (row * 7919 % 97) + "a" for row in range(MANY)),
        "a long line": "a" * LONG,
        "a long line of words": "word " * (LONG // 5),
        "a long line of strings": '"a", ' * (LONG // 12),
        "long lines": ("a, " * 3_000 + "\n") * 20,
    }
    return dict.fromkeys(("python", "yaml", "html", "json", "makefile", "markdown", "vue"), kinds)


def _thousands() -> dict[str, dict[str, str]]:
    return {
        "css": {
            "selectors": ",\n".join(f".a{row} > b:hover" for row in range(MANY)) + " { c: d }",
            "variables": ":root {\n" + "".join(f"  --a{row}: b;\n" for row in range(MANY)) + "}",
            "media": "@media (a: b) { c { d: e } }\n" * (MANY // 2),
            "imports": "@import 'a.css';\n" * MANY,
        },
        "json": {
            "keys": "{" + ", ".join(f'"a{row}": {row}' for row in range(MANY)) + "}",
            "the same key": "{" + ", ".join('"a": 1' for _ in range(MANY)) + "}",
        },
        "yaml": {
            "anchors": "".join(f"a{row}: &a{row}\n" for row in range(MANY)),
            "documents": "---\na: b\n" * MANY,
            "the same key": "a: b\n" * MANY,
        },
        "python": {
            "imports of many": "from a import (" + ", ".join(f"b{row}" for row in range(MANY)) + ")\nb1()",
            "different imports": "".join(f"import a{row}\n" for row in range(MANY)),
            "unbound names": "".join(f"print(a{row})\n" for row in range(MANY)),
            "arguments": "f(" + ", ".join(f"a{row}={row}" for row in range(MANY)) + ")",
            "elifs": "if a:\n    b\n" + "elif a:\n    b\n" * MANY,
        },
    }


def _thousands_in_pages() -> dict[str, dict[str, str]]:
    return {
        "typescriptreact": {
            "different imports": "".join(f"import a{row} from 'b{row}';\n" for row in range(MANY))
            + "<p>a</p>",
            "unbound components": "<>\n" + "".join(f"<A{row} />\n" for row in range(MANY)) + "</>",
            "hooks": "".join(f"const [a{row}, b{row}] = useState({row});\n" for row in range(MANY // 3))
            + "<p/>",
            "attributes": "<a " + " ".join(f"b{row}={{c}}" for row in range(MANY)) + " />",
            "roots": "<p>a</p>\n" * MANY,
            "comments": "{/* a */}\n" * MANY,
        },
        "html": {
            "different classes": "".join(f'<p class="a{row}">b</p>\n' for row in range(MANY)),
            "attributes": "<a " + " ".join(f'b{row}="c"' for row in range(MANY)) + ">d</a>",
            "style sheets": "<style>a{b:c}</style>\n" * MANY,
            "entities": "&amp;&lt;&#65;" * MANY,
            "different tags": "".join(f"<a-{row}>b</a-{row}>" for row in range(MANY)),
        },
        "markdown": {
            "labels": "".join(f"```a{row}\nb\n```\n" for row in range(MANY)),
            "links": "[a](b) " * MANY,
            "references": "".join(f"[a{row}]: b\n" for row in range(MANY)),
            "quotes in quotes": ">" * MANY + " a",
            "stars": "**a" * MANY,
            "table columns": "| a " * MANY + "|\n" + "|---" * MANY + "|\n",
        },
        "vue": {
            "parts": "<script>\nlet a\n</script>\n" * (MANY // 4),
            "directives": "<p " + " ".join(f':a{row}="b"' for row in range(MANY // 2)) + " />",
        },
        "blade": {
            "directives": "@include('a', ['b' => $c])\n" * MANY,
            "values": "{{ $a }}" * MANY,
            "open arguments": "@if ((((\n" * MANY,
            "open marks": "{{ $a " * MANY,
        },
        "handlebars": {
            "words": "{{a " + "b " * LONG + "}}",
            "names": "{{a " + " ".join(f"b{row}=c" for row in range(MANY)) + "}}",
            "brackets": "{{a " + "(b " * DEEP + ")" * DEEP + "}}",
            "open paths": "{{" + "a." * MANY + "}}",
        },
        "twig": {
            "keys": "{{ {" + ", ".join(f"'a{row}': b" for row in range(MANY)) + "} }}",
            "filters": "{{ a" + "|b" * MANY + " }}",
            "branches": "{% if a %}<p>{% else %}<p>{% endif %}\n" * (MANY // 4),
            "open branches": "{% if a %}<form>{% else %}" * (MANY // 4),
        },
    }


def _near_misses() -> dict[str, dict[str, str]]:
    """What begins like something that is looked for, and ends otherwise."""
    kinds = {
        "imports that end otherwise": "import " + "a, " * MANY + "!",
        "an import over lines": "import {\n" + "a,\n" * MANY,
        "remarks that end otherwise": ("// ... " + "rest of the " * 400 + "\n") * 20,
        "dots": "... " * MANY,
        "ellipses": "\u2026 " * MANY,
        "a return that is never closed": "return (" + " \n" * MANY,
        "blanks before a tag": " " * LONG + "<p",
        "blank lines before a tag": "\n" * (MANY * 2) + "<p",
        "a destructuring that ends otherwise": "{a = b" + ", c = d" * MANY + "!",
        "rules of a table": "|" + " :-: |" * MANY + "x",
        "lines of signs": ("-" * 4_000 + "x\n") * 20,
        "boxes": "- [ ] " * MANY,
        "a target": "a/b " * MANY + ": :",
        "comments that are never closed": "<!--" * MANY,
        "doctypes": "<!doctype " * MANY,
        "quotes after quotes": "\"'" * (LONG // 8),
        "escapes": "'" + "\\'" * (LONG // 4),
        "open types": "Array<" * 900 + ">" * 899,
        "lines that end in colons": "a:\n" * MANY,
        "signs of many languages": "<%={{#@$&" * (MANY // 2),
    }
    return dict.fromkeys(("html", "python", "typescriptreact", "markdown", "makefile", "svelte"), kinds)


def _bare() -> dict[str, str]:
    return {
        "sorry": " \"'*>" * (LONG // 5) + "sorry",
        "apologies": "I'm so very really terribly sorry, but " * (LONG // 40),
        "headings of notes": "#" * LONG + " notes x",
        "here is, and here is": "Here is the here is the " * (LONG // 24),
        "fences of every length": "\n".join("`" * (3 + row % 300) for row in range(1_500)),
        "fences with long labels": "".join(f"```{'a' * (row % 90)}\n" for row in range(MANY)),
        "tildes and ticks": "~~~\n```\n" * MANY,
        "fences in quotes": "> ```\n" * MANY,
        "indented fences": "".join(" " * (row % 50) + "```\n" for row in range(MANY)),
        "JSON in JSON": '{"code": "' * MANY,
        "escaped JSON": '{"code": "' + '\\"' * (LONG // 4),
        "tags that are envelopes": "<file path='a'>" * MANY + "</file>" * MANY,
        "hunks without an end": "@@ -1,9 +1,9 @@\n" * MANY,
        "a hunk of blanks": "@@ -1 +1 @@\n" + " \n" * MANY * 2,
        "prompts of shells": "$ a\n" * MANY,
        "prompts of Python": ">>> a\n... b\n" * MANY,
        "replace with": "Replace\n" + " " * LONG + "with\n",
        "returns, tabs and a fence": "\r\t" * (LONG // 4) + "```html\n<p>a</p>\n```",
        "surrogates before a fence": "\ud800" * MANY + "\n```html\n<p>\udfff</p>\n```",
    }
