"""Made-up code snippets in Python, JavaScript, HTML, CSS, SQL and Bash.

A seeded `random.Random` chooses them. They parse, and take their names and texts from `words`.
"""

import random
from collections.abc import Callable

from viscodex_model.data.synth.content.look import ACCENTS
from viscodex_model.data.synth.content.words import Writer

Lines = list[str]


def draw_snippet(source: random.Random, language: str, *, unseen: bool = False) -> str:
    """A snippet in one of `LANGUAGES`."""
    maker = _Snippet(source, Writer(source, unseen=unseen))
    parts = [LANGUAGES[language](maker) for _ in range(source.choices((1, 2, 3), (5, 3, 1))[0])]
    gap = [] if language in ("html", "bash") else [""]
    lines = parts[0]
    for part in parts[1:]:
        lines = [*lines, *gap, *part]
    return "\n".join(lines)


class _Snippet:
    """What all languages draw from: names, texts, numbers."""

    def __init__(self, source: random.Random, write: Writer) -> None:
        self.source, self.write = source, write

    def name(self) -> str:
        letters = "".join(sign for sign in self.write.word().lower() if sign.isalpha())
        return f"my_{letters}" if letters in _TAKEN else letters or "item"

    def pair(self, join: str = "_") -> str:
        first, second = self.name(), self.name()
        return first + (second.capitalize() if not join else join + second)

    def text(self, low: int = 1, high: int = 3) -> str:
        return self.write.phrase(low, high).replace("'", "").replace('"', "").replace("&", "and")

    def number(self) -> int:
        return self.source.choice((self.source.randint(0, 12), self.source.randint(0, 999)))

    def pick(self, *rules: Callable[[], Lines]) -> Lines:
        return self.source.choice(rules)()


_TAKEN = frozenset(
    (
        "and", "as", "assert", "async", "await", "break", "case", "class", "const", "continue", "def",
        "default", "del", "delete", "do", "done", "elif", "else", "end", "enum", "esac", "except", "export",
        "false", "fi", "finally", "for", "from", "function", "global", "group", "if", "import", "in", "into",
        "is", "join", "lambda", "left", "let", "limit", "new", "nonlocal", "not", "null", "of", "on", "or",
        "order", "pass", "raise", "return", "right", "select", "set", "static", "super", "switch", "table",
        "then", "this", "throw", "time", "true", "try", "typeof", "until", "update", "values", "var", "void",
        "where", "while", "with", "yield", "by", "create", "drop", "key",
    )
)  # fmt: skip
"""Words of these languages, which are no names."""


def _python(make: _Snippet) -> Lines:
    call, one, many = make.pair(), make.name(), make.name() + "s"

    def function() -> Lines:
        lines = [f"def {call}({one}, {many}={make.number()}):"]
        if make.source.random() < 0.5:
            lines.append(f'    """{make.text(2, 5)}."""')
        return [
            *lines,
            f"    if {one} > {make.number()}:",
            f"        return {one} * {many}",
            f"    return {many}",
        ]

    def loop() -> Lines:
        values = [make.number() for _ in range(make.source.randint(2, 5))]
        return [f"{many} = {values}", f"for {one} in {many}:", f"    print(f'{make.text(1, 2)}: {{{one}}}')"]

    def mapping() -> Lines:
        rows = [f"    '{make.name()}': {make.number()}," for _ in range(make.source.randint(1, 4))]
        return [f"{many} = {{", *rows, "}"]

    def kind() -> Lines:
        title = make.name().capitalize()
        return [
            f"class {title}:",
            f"    def __init__(self, {one}):",
            f"        self.{one} = {one}",
        ]

    return make.pick(function, loop, mapping, kind)


def _javascript(make: _Snippet) -> Lines:
    call, one, many = make.pair(""), make.name(), make.name() + "s"

    def function() -> Lines:
        return [
            f"function {call}({one}) {{",
            f"  const {many} = {one} + {make.number()};",
            f"  return {many};",
            "}",
        ]

    def arrow() -> Lines:
        return [f"const {call} = ({one}) => {one}.map((x) => x * {make.number()});"]

    def listen() -> Lines:
        event = make.source.choice(("click", "input", "submit"))
        return [f"{one}.addEventListener('{event}', () => {{", f"  console.log('{make.text()}');", "});"]

    def record() -> Lines:
        rows = [f"  {make.name()}: '{make.text(1, 2)}'," for _ in range(make.source.randint(1, 4))]
        return [f"const {many} = {{", *rows, "};"]

    return make.pick(function, arrow, listen, record)


def _html(make: _Snippet) -> Lines:
    def card() -> Lines:
        return [
            f'<div class="{make.name()}">',
            f"  <h2>{make.text()}</h2>",
            f"  <p>{make.text(3, 6)}</p>",
            "</div>",
        ]

    def menu() -> Lines:
        items = [
            f'  <li><a href="/{make.name()}">{make.text(1, 1)}</a></li>'
            for _ in range(make.source.randint(2, 4))
        ]
        return ["<ul>", *items, "</ul>"]

    def form() -> Lines:
        field = make.name()
        return [
            "<form>",
            f'  <label for="{field}">{make.text(1, 2)}</label>',
            f'  <input id="{field}" type="{make.source.choice(("text", "email", "number"))}">',
            "</form>",
        ]

    return make.pick(card, menu, form)


def _css(make: _Snippet) -> Lines:
    rules = {
        "color": make.source.choice(ACCENTS),
        "background": make.source.choice(ACCENTS),
        "padding": f"{make.source.randint(1, 40)}px",
        "margin": f"0 {make.source.randint(1, 40)}px",
        "font-size": f"{make.source.randint(10, 40)}px",
        "display": make.source.choice(("flex", "grid", "block", "none")),
        "border-radius": f"{make.source.randint(1, 20)}px",
    }
    chosen = make.source.sample(sorted(rules), make.source.randint(1, 4))
    head = make.source.choice((f".{make.name()}", f"#{make.name()}", f".{make.name()} > a", "button:hover"))
    return [f"{head} {{", *(f"  {name}: {rules[name]};" for name in chosen), "}"]


def _sql(make: _Snippet) -> Lines:
    table, one, other = make.name() + "s", make.name() + "_id", make.pair()

    def query() -> Lines:
        lines = [f"SELECT {one}, {other}", f"FROM {table}", f"WHERE {other} > {make.number()}"]
        order = [f"ORDER BY {one} DESC"] if make.source.random() < 0.5 else []
        lines += order
        return [*lines[:-1], lines[-1] + ";"]

    def insert() -> Lines:
        return [f"INSERT INTO {table} ({one}, {other})", f"VALUES ({make.number()}, '{make.text(1, 2)}');"]

    def create() -> Lines:
        return [f"CREATE TABLE {table} (", f"  {one} INTEGER PRIMARY KEY,", f"  {other} TEXT NOT NULL", ");"]

    return make.pick(query, insert, create)


def _bash(make: _Snippet) -> Lines:
    one, folder = make.name(), make.name()

    def loop() -> Lines:
        return [f"for {one} in {folder}/*.txt; do", f'  echo "{make.text(1, 2)}: ${one}"', "done"]

    def test() -> Lines:
        return [f"if [ -f {folder}/{one}.log ]; then", f"  rm {folder}/{one}.log", "fi"]

    def line() -> Lines:
        return [
            make.source.choice(
                (
                    f"mkdir -p {folder}/{one} && cd {folder}",
                    f"grep -rn '{make.text(1, 1)}' {folder} | head -n {make.number()}",
                    f'{one.upper()}="{make.text(1, 2)}"',
                    f"tar -czf {one}.tar.gz {folder}",
                )
            )
        ]

    return make.pick(loop, test, line, line)


LANGUAGES: dict[str, Callable[[_Snippet], Lines]] = {
    "python": _python,
    "javascript": _javascript,
    "html": _html,
    "css": _css,
    "sql": _sql,
    "bash": _bash,
}
