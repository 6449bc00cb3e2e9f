"""Joined style sheets look as if the reply's stood below the file's, judged by tinycss2 and a small cascade."""

import re
from collections import Counter
from collections.abc import Iterator

import tinycss2
from hypothesis import given, settings
from hypothesis import strategies as st

from viscodex_lsp.core.checks.sheets.joining import joined
from viscodex_lsp.core.nouns import Style
from viscodex_lsp.core.text.difference import apply_replacements

STYLE = Style("  ", "\n", '"')
SIDES = ("top", "right", "bottom", "left")
LONGHANDS = {
    "padding": [f"padding-{side}" for side in SIDES],
    "inset": [*SIDES],
    "border": ["border-left", "border-top-color"],
    "background": ["background-color", "background-image"],
    "all": ["padding-left", "top", "background-color", "gap", "mask-image", "border-left"],
}
CONTEXTS = ["", "", "@media print", "@media (min-width: 40em)", "@media (min-width:40em)", "@layer base"]
HEADS = [
    ".a", ".A", ".b", ".a .b", ".a.b", ".a, .b", ".b,.a", ".a > .b", ".a>.b", "a:hover", "a :hover",
    '.a[href^="//x"]', '.a[href^="//y"]', ":is(.a, .b)", ".sm\\:a", ":root",
]  # fmt: skip
DECLARATIONS = [
    "padding: 1px", "padding: 2px", "padding-left: 1px", "padding-left: 2px", "PADDING-LEFT: 1px",
    "top: 1px", "top: 2px", "top: 1px !important", "inset: 3px", "gap: 1px", "gap: 2px", "all: unset",
    'content: "//a"', 'content: "//b"', 'content: "a  b"', 'content: "a b"', "content: '//a'",
    "background: url(//c/a.png)", "background: url(//c/b.png)", "background-color: #FFF", "background-color: #fff",
    "-webkit-mask-image: none", "mask-image: none", "mask-image: url(a.png)", "--x: 1", "--x: Red", "--x: red",
    "border: 1px solid", "border-left: 0", "transition: top 1s, gap 2s", "transition: top 1s,gap 2s",
    "left: $x", "left: $y",
]  # fmt: skip
REMARKS = ["", "", "", " /* c; } */", " /* top: 9px; { */"]

Rule = tuple[str, str, list[str], list[str], bool, str]
RULES = st.lists(
    st.tuples(
        st.sampled_from(CONTEXTS),
        st.sampled_from(HEADS),
        st.lists(st.sampled_from(DECLARATIONS), min_size=1, max_size=3),
        st.lists(st.sampled_from(DECLARATIONS), max_size=2),
        st.booleans(),
        st.sampled_from(REMARKS),
    ),
    max_size=4,
)
VALUES = st.lists(st.sampled_from(["$x: 1px", "$x: 2px", "$y: 1px"]), max_size=2)
Sheets = tuple[list[str], list[Rule]]
SHEETS = st.tuples(VALUES, RULES)


def written(sheet: Sheets) -> str:
    """A style sheet with its rules over several lines or on one."""
    values, rules = sheet
    texts = [f"{value};" for value in values]
    for context, head, own, nested, is_long, remark in rules:
        declared = [f"{one};{remark}" for one in own]
        below = [f"{one};" for one in nested]
        if is_long:
            inner = ["  &:focus {", *(f"    {one}" for one in below), "  }"] if below else []
            text = "\n".join([f"{head} {{", *(f"  {one}" for one in declared), *inner, "}"])
        else:
            text = f"{head}{{{' '.join(declared)}{'&:focus{' + ' '.join(below) + '}' if below else ''}}}"
        texts.append(f"{context} {{\n{text}\n}}" if context else text)
    return "\n\n".join(texts) + "\n"


Said = tuple[tuple[str, ...], str, str, bool]


def said(sheet: str) -> Iterator[Said]:
    """Each declaration with the rules around it, the values of Sass by what they are where it stands."""
    without_values = re.sub(r"^(\s*)\$(\w+)", r"\1--sass-\2", sheet, flags=re.MULTILINE)
    known: dict[str, str] = {}

    def walk(nodes: list[tinycss2.ast.Node], path: tuple[str, ...]) -> Iterator[Said]:
        for node in nodes:
            assert node.type != "error", (sheet, node.message)
            if node.type == "declaration":
                value = tinycss2.serialize([one for one in node.value if one.type != "comment"])
                value = re.sub(r",\s+", ",", " ".join(value.split())) if '"' not in value else value.strip()
                if node.lower_name.startswith("background-color"):
                    value = value.lower()
                used = re.fullmatch(r"\$(\w+)", value)
                value = known.get(f"--sass-{used[1]}", "none") if used is not None else value
                name = node.name if node.name.startswith("--") else node.lower_name
                if name.startswith("--sass-"):
                    known[name] = value
                yield path, name, value, node.important
            elif node.type in ("qualified-rule", "at-rule"):
                head = tinycss2.serialize([one for one in node.prelude if one.type != "comment"])
                head = re.sub(
                    r"\s*([,>])\s*", r"\1", re.sub(r"(\(min-width:)\s+", r"\1", " ".join(head.split()))
                )
                head = f"@{node.at_keyword} {head}" if node.type == "at-rule" else head
                inside = tinycss2.parse_blocks_contents(
                    node.content, skip_comments=True, skip_whitespace=True
                )
                yield from walk(inside, (*path, head))

    yield from walk(
        tinycss2.parse_blocks_contents(without_values, skip_comments=True, skip_whitespace=True), ()
    )


def looks(sheet: str) -> dict[tuple[str, ...], str]:
    """What each selector has for each property, by the order of appearance and `!important`."""
    found: dict[tuple[str, ...], tuple[bool, str]] = {}
    for path, name, value, important in said(sheet):
        lists = [re.split(r",(?![^(]*\))", head) if not head.startswith("@") else [head] for head in path]
        ways: list[tuple[str, ...]] = [()]
        for heads in lists:
            ways = [(*way, head) for way in ways for head in heads]
        bare = name.removeprefix("-webkit-")
        for way in ways:
            for longhand in {bare, *LONGHANDS.get(bare, [])} - ({"all"} if bare == "all" else set()):
                key = (*way, longhand)
                if important or not found.get(key, (False, ""))[0]:
                    found[key] = (important, f"{bare if longhand != bare else ''} {value}")
    return {key: value for key, (_, value) in found.items()}


def after(there: str, new: str) -> str:
    rest, edits, _ = joined(new, there, STYLE, at=len(there), slashes=True)
    return f"{apply_replacements(there, edits)}\n{rest}\n"


@settings(max_examples=150, deadline=None)
@given(there=SHEETS, new=SHEETS)
def test_what_the_reply_sets_wins_and_what_only_the_file_sets_stays(there: Sheets, new: Sheets) -> None:
    old, reply = written(there), written(new)
    result = after(old, reply)
    assert looks(result) == looks(f"{old}\n{reply}"), result
    assert Counter(said(old)) <= Counter(said(result))
    assert len(result) <= len(old) + len(reply) + 20 * (reply.count("\n") + old.count("\n") + 2)


@settings(max_examples=60, deadline=None)
@given(there=SHEETS, new=SHEETS)
def test_a_sheet_that_was_joined_is_there(there: Sheets, new: Sheets) -> None:
    once = {
        (rule[0].replace(": ", ":"), "".join(rule[1].split())): rule for rule in new[1] if "," not in rule[1]
    }
    own = [rule for rule in there[1] if "," not in rule[1]]
    reply = written(([], [(*rule[:2], rule[2][:1], rule[3][:1], *rule[4:]) for rule in once.values()]))
    result = after(written((there[0], own)), reply)
    rest, edits, _ = joined(reply, result, STYLE, at=len(result), slashes=True)
    assert (rest.strip(), edits) == ("", ()), (result, reply)
