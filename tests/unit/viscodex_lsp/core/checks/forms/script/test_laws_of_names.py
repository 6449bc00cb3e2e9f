"""Laws over small generated programs: an import that is still used is never lost, and a text is never renamed."""

import asyncio
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixtures.replies.reply_cases import told_of

NAMES = ("Alpha", "Beta", "Gamma", "Delta")
FORMS = (
    "import {{ {0} }} from './{1}';",
    "import {0} from './{1}';",
    "import {{ Own as {0} }} from './{1}';",
)
LIST = """export const Team = ({ members }) => (
  <ul>
    {members.map((member) => (
      <li key={member.id}>
        ¦
      </li>
    ))}
  </ul>
);
"""
# Markup of a reply whose loop calls an item `m`, and the same with the file's name for it.
PARTS = (
    ('className="m price"', 'className="m price"'),
    ("title='m'", "title='m'"),
    ("label={`m ${m.m}`}", "label={`m ${member.m}`}"),
    ("on={() => go({ m: m.id }, 'm')}", "on={() => go({ m: member.id }, 'm')}"),
    ("style={{ m }}", "style={{ m: member }}"),
    ("m={other.m[m]}", "m={other.m[member]}"),
)
CHILDREN = (
    ("m of m", "m of m"),
    ("{m.name}", "{member.name}"),
    ('{"m"}', '{"m"}'),
    ("<m>{m}</m>", "<m>{member}</m>"),
)


def imports(names: list[str], form: int) -> list[str]:
    return [FORMS[(form + at) % len(FORMS)].format(name, name.lower()) for at, name in enumerate(names)]


def used(names: list[str], name: str) -> str:
    return f"export const {name} = [{', '.join(f'{one}.x' for one in names)}];"


def imported(text: str) -> set[str]:
    clauses = re.findall(r"^import (?P<clause>.*?) from", text, re.MULTILINE)
    return {word.split()[-1] for clause in clauses for word in clause.strip("{ }").split(",")}


names = st.lists(st.sampled_from(NAMES), unique=True, max_size=3)


@settings(max_examples=60, deadline=None)
@given(own=names, theirs=names, form=st.integers(0, 2), first=st.integers(0, 4), last=st.integers(0, 4))
def test_no_import_is_lost_that_is_still_used(
    own: list[str], theirs: list[str], form: int, first: int, last: int
) -> None:
    """But for those that are selected and that the reply does not bring again."""
    lines = [*imports(own, form), "", used(own, "old"), ""]
    start, end = sorted((min(first, len(lines) - 1), min(last, len(lines) - 1)))
    inside = "\n".join(lines[start:end])
    text = "\n".join([*lines[:start], f"¦{inside}¦" if inside else "¦", *lines[end:]])
    reply = "\n".join([*imports(theirs, form), "", used(theirs, "fresh")])
    told = asyncio.run(told_of("typescript", text, reply, file="a.ts"))
    if told.after is None:
        return
    body = "\n".join(line for line in told.after.split("\n") if not line.startswith("import"))
    gone = imported(inside) - set(theirs)
    still = {name for name in (*own, *theirs) if f"{name}.x" in body} - gone
    assert still <= imported(told.after), (text, reply, told)
    assert used(theirs, "fresh") in told.after


@settings(max_examples=40, deadline=None)
@given(
    parts=st.lists(st.sampled_from(PARTS), unique=True, max_size=3),
    children=st.lists(st.sampled_from(CHILDREN), min_size=1, max_size=3),
)
def test_a_text_a_key_and_a_property_keep_their_words(
    parts: list[tuple[str, str]], children: list[tuple[str, str]]
) -> None:
    """Only the variable of the reply's loop gets the name that the file's has."""
    written = [
        f"<b {' '.join(part[at] for part in parts)}>{' '.join(child[at] for child in children)}</b>"
        for at in (0, 1)
    ]
    reply = f"{{members.map((m) => (\n  <li key={{m.id}}>\n    {written[0]}\n  </li>\n))}}"
    told = asyncio.run(told_of("javascriptreact", LIST, reply))
    assert told.after == LIST.replace("¦", written[1]), told.words
