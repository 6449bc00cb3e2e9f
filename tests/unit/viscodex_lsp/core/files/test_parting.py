"""Which files of a reply belong to an edit, and what is left for the file itself."""

from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.asking.reply import read_reply
from viscodex_lsp.core.files.parting import Parted, part_reply
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Companion, Patch, Reply

CARD = "src/Card.tsx"
COMPONENT = "import './Card.css'\n\nexport const Card = () => <b className=\"card\">Hi</b>"
REPLY = f"""Here it is.

**src/Card.tsx**
```tsx
{COMPONENT}
```

**src/Card.css**
```css
.card {{ color: red }}
```

And a test, `src/Card.test.tsx`:
```tsx
import {{ Card }} from './Card'
test('Card', () => expect(Card()).toBeTruthy())
```
"""


def parted(text: str, *asked: Companion, path: str = CARD, finish: str = "stop") -> Parted:
    return part_reply(Reply(text, finish), path, asked=asked, project=lambda: [path])


def code_of(reply: Reply) -> str:
    patch = read_reply(reply, language_of("typescriptreact"))
    assert isinstance(patch, Patch)
    return patch.code


def test_what_the_code_imports_comes_along() -> None:
    """The stylesheet is a file of the edit; the test was not asked for, and stays in the reply."""
    found = parted(REPLY)
    assert [(file.path, file.patch.code) for file in found.files] == [
        ("src/Card.css", ".card { color: red }")
    ]
    assert "Card.css" not in found.reply.text.replace("'./Card.css'", "")
    assert "toBeTruthy" in found.reply.text


def test_what_is_asked_for_comes_along() -> None:
    """A test that was asked for is a file, too, and the reply is the component alone."""
    found = parted(REPLY, "test")
    assert [file.path for file in found.files] == ["src/Card.css", "src/Card.test.tsx"]
    assert code_of(found.reply) == COMPONENT


def test_a_reply_that_names_no_other_file_stays_as_it_is() -> None:
    """One block, blocks without names, and a reply without a block for the file itself."""
    for text in (
        f"```tsx\n{COMPONENT}\n```",
        f"```tsx\n{COMPONENT}\n```\n```css\n.card {{}}\n```",
        "**a.css**\n```css\na {}\n```",
    ):
        assert parted(text, "styles") == Parted(Reply(text, "stop"))


def test_the_files_own_name_is_no_code() -> None:
    """A first comment that only names the file is dropped from both."""
    text = f"```tsx\n// src/Card.tsx\n{COMPONENT}\n```\n```css\n/* src/Card.css */\n.card {{}}\n```"
    found = parted(text)
    assert code_of(found.reply) == COMPONENT
    assert found.files[0].patch.code == ".card {}"


def test_files_of_files_come_along() -> None:
    """What an imported file imports belongs to the edit."""
    text = (
        "```tsx src/Card.tsx\nimport { Row } from './Row'\nexport const Card = () => <Row />\n```\n"
        "```tsx src/Row.tsx\nimport './Row.css'\nexport const Row = () => <i />\n```\n"
        "```css src/Row.css\ni {}\n```\n```css src/Lost.css\nb {}\n```"
    )
    assert [file.path for file in parted(text).files] == ["src/Row.tsx", "src/Row.css"]


def test_forbidden_files_are_named_in_the_notes() -> None:
    """A reply cannot reach outside, nor bring what tools obey, whatever its code imports."""
    text = (
        "```tsx src/Card.tsx\nimport '../../../x.css'\nimport './vite.config'\nexport const a = 1\n```\n"
        "```css ../../x.css\nb {}\n```\n```ts src/vite.config.ts\nexport default {}\n```"
    )
    found = parted(text, "styles")
    assert found.files == ()
    assert len(found.notes) == 2 and "outside the project" in found.notes[0] and "tools run" in found.notes[1]


def test_a_cut_off_file_is_known_as_such() -> None:
    """Where the reply ends in another file, that one is cut off and the component is not."""
    text = f"```tsx src/Card.tsx\n{COMPONENT}\n```\n```css src/Card.css\n.card {{"
    found = parted(text, finish="length")
    assert found.files[0].patch.cut_off
    assert found.reply.finish == "stop"


@given(st.text(alphabet="`*:/. \nabCcsxt'{}", max_size=300), st.sampled_from(["", CARD]))
def test_no_text_makes_it_raise(text: str, path: str) -> None:
    """Whatever a model says."""
    part_reply(Reply(text, None), path, asked=("styles", "test"), project=tuple)
