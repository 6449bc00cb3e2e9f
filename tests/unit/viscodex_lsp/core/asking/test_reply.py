"""reply: what a model said, read as code, or refused in words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viscodex_lsp.core.asking.reply import read_reply
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Patch, Reason, Refusal, Reply


def read(text: str, *, language: str = "python", finish: str | None = "stop") -> Patch | Refusal:
    return read_reply(Reply(text, finish), language_of(language))


FENCES = ["```", "~~~", "````", "```python", "```md", "``` {.py}", "  ```", "``", "`"]
TAGS = ["<think>", "</think>", "<|im_end|>", "I'm sorry", "Here is the code:", "x = 1"]
PIECES = st.sampled_from([*FENCES, *TAGS, "    ", "\n", "\r\n", "\r", "\u2028", "\x00", "😀", "\ud800"])


@settings(deadline=None)
@given(st.lists(PIECES, max_size=24).map("".join) | st.text(), st.sampled_from(["stop", "length", None]))
def test_no_text_makes_it_raise(text: str, finish: str | None) -> None:
    """Whatever a model says is a patch with code in it, or a refusal with a sentence in it."""
    for language in ("python", "html", "markdown", "nothing-known"):
        result = read(text, language=language, finish=finish)
        if isinstance(result, Patch):
            assert result.code.strip()
        else:
            assert result.sentence.endswith((".", "”"))


@pytest.mark.parametrize(
    ("text", "code", "label"),
    [
        ("```python\nx = 1\n```", "x = 1", "python"),
        ("Sure!\n\n```py\nx = 1\ny = 2\n```\nHope this helps.", "x = 1\ny = 2", "py"),
        ("~~~~ {.python .numberLines}\nx = '```'\n~~~~", "x = '```'", "python"),
        ("````python\nx = '''\n```\n'''\n````", "x = '''\n```\n'''", "python"),
        ("1. Like so:\n\n   ```python\n   if a:\n       b()\n   ```\n", "if a:\n    b()", "python"),
        ("```python\r\nx = 1\r\ny = 2\r\n```\r\n", "x = 1\ny = 2", "python"),
        ("```Python title=\"a.py\"\nx = 1\n```", "x = 1", "python"),
        ("```\nx = 1\n```", "x = 1", None),
        ("```python\n\n\n    x = 1\n\n```", "    x = 1", "python"),
        ("```python\nx = 1```", "x = 1", "python"),
        ("```python\nx = 1\n```<|im_end|>\n<|endoftext|>", "x = 1", "python"),
        ("`x + 1`", "x + 1", None),
        ("x = 1\ny = 2\n", "x = 1\ny = 2", None),
        ("Here is the code you want:\n\nx = 1\n\nThis sets a variable.", "x = 1", None),
        ('```python\ndef f():\n    """Use:\n\n    ```\n    f()\n    ```\n    """\n```',
         'def f():\n    """Use:\n\n    ```\n    f()\n    ```\n    """', "python"),
    ],
)  # fmt: skip
def test_the_code_is_found_in_its_fence_or_without_one(text: str, code: str, label: str | None) -> None:
    """Fences of both kinds, of any length, indented, with labels of any form; or code alone."""
    assert read(text) == Patch(code, label, cut_off=False)


def test_a_block_in_the_wanted_language_is_preferred() -> None:
    """A longer block in another language does not win, and is named; an unlabelled one wins over it."""
    shell = "```bash\npip install flask && flask run --with-many-options\n```\n"
    left = ("left out the Shell block (1 line): a command to run",)
    assert read(shell + "then\n```python\nx\n```") == Patch("x", "python", cut_off=False, notes=left)
    assert read(shell + "then\n```\nx\n```") == Patch("x", None, cut_off=False, notes=left)


@pytest.mark.parametrize(
    ("words", "second", "left"),
    [
        ("Use it so:", "f()", "an example of use"),
        ("", "# Usage\nf()", "an example of use"),
        ("How to use it:", "for i in range(99):\n    print(f())", "an example of use"),
        ("You can then query it like this:", "for i in range(9):\n    print(i)", "an example of use"),
        ("Or, shorter:", "f = lambda: 1", "another version"),
        ("And here:", "def f(): return 2", "another version"),
    ],
)
def test_what_a_block_beside_the_code_is_for_is_told(words: str, second: str, left: str) -> None:
    """Examples and other versions stay out, however long they are, and the person is told."""
    text = f"```python\ndef f(): return 1\n```\n{words}\n```python\n{second}\n```"
    patch = read(text)
    assert isinstance(patch, Patch)
    assert patch.code == "def f(): return 1"
    assert [note.partition(": ")[2] for note in patch.notes] == [left]


@pytest.mark.parametrize(
    ("language", "first", "second", "taken"),
    [
        ("go", "func f() int { return 1 }", "fmt.Println(f())", False),
        ("go", "func f() int { return 1 }", "const query = `\nSELECT a\nFROM b\n`", True),
        ("go", "const query = `\nSELECT a\n`", "f(query)", False),
        ("go", "func f() int { return 1 }", "/*\ng is never `nil\n*/\nfunc g() {}", True),
        ("rust", "fn f() -> i32 { 1 }", "assert_eq!(f(), 1);", False),
        ("rust", "fn f() -> i32 { 1 }", 'const QUERY: &str = r#"\nSELECT "a"\n"#;', True),
        ("rust", "fn f<'a>(x: &'a str) {}", "thread_local! {\n    static A: u8 = 1;\n}", True),
        ("rust", "fn f() -> i32 { 1 }", "impl<\n    T: Copy,\n> B for C<T> {}", True),
    ],
)
def test_statements_beside_items_are_an_example_and_what_texts_hold_is_none(
    language: str, first: str, second: str, taken: bool
) -> None:
    patch = read(f"```{language}\n{first}\n```\n\n```{language}\n{second}\n```", language=language)
    assert isinstance(patch, Patch)
    assert patch.code == (f"{first}\n{second}" if taken else first)


@pytest.mark.parametrize(
    "remark", ["# Usage", "# Example usage:", "# usage example", "# Use it in app.py", "# Example: 3"]
)
def test_an_example_is_told_by_the_comment_that_it_begins_with(remark: str) -> None:
    patch = read(f"```python\ndef f(): return 1\n```\nThen:\n```python\n{remark}\nf()\n```")
    assert isinstance(patch, Patch)
    assert (patch.code, len(patch.notes)) == ("def f(): return 1", 1)


@pytest.mark.parametrize(
    "remark",
    [
        "# Print the result",
        "# Wait for the answer",
        "# Sort before showing",
        "# The previous orders",
        "# Example rows",
    ],
)
def test_a_comment_about_the_code_below_it_is_no_word_about_its_block(remark: str) -> None:
    """Neither the block is left out for it nor the one above."""
    patch = read(f"First:\n```python\ndef f(): return 1\n```\nThen:\n```python\n{remark}\nstart(f)\n```")
    assert patch == Patch(f"def f(): return 1\n\n{remark}\nstart(f)", "python", cut_off=False)


def test_steps_of_one_answer_are_one_text() -> None:
    """Blocks that neither repeat nor use one another are parts; of a corrected answer the last counts."""
    steps = "First:\n```python\nimport math\n```\nThen:\n```python\ndef area(r): return math.pi * r\n```"
    assert read(steps) == Patch("import math\n\ndef area(r): return math.pi * r", "python", cut_off=False)
    again = "```python\ndef f(): return 1\n```\nWait, corrected:\n```python\ndef f(): return 2\n```"
    patch = read(again)
    assert isinstance(patch, Patch)
    assert (patch.code, len(patch.notes)) == ("def f(): return 2", 1)


def test_blocks_that_follow_each_other_immediately_are_one_text() -> None:
    """With blank lines alone between them, blocks of one label are parts of one answer."""
    text = "```python\nimport os\n```\n\n```python\nos.getcwd()\n```"
    assert read(text) == Patch("import os\nos.getcwd()", "python", cut_off=False)


def test_a_markdown_block_may_hold_blocks() -> None:
    """In Markdown, labelled fences inside the block belong to its text."""
    text = "```markdown\n# Use\n```python\nf()\n```\nDone\n```"
    assert read(text, language="markdown") == Patch("# Use\n```python\nf()\n```\nDone", "markdown", False)


@pytest.mark.parametrize(
    "text",
    [
        "<think>\nA `def f` or so?\n```python\nwrong\n```\n</think>\n```python\nx = 1\n```",
        "I think about\n```python\nwrong\n```\nso.\n</think>\n\n```python\nx = 1\n```",
        "<think></think>\n<think>more</think>```python\nx = 1\n```",
        "◁think▷hm◁/think▷```python\nx = 1\n```",
    ],
)
def test_reasoning_is_cut_away(text: str) -> None:
    """Blocks inside the reasoning are never taken for the answer."""
    assert read(text) == Patch("x = 1", "python", cut_off=False)


def test_a_reasoning_tag_in_the_code_stays() -> None:
    """Code that speaks about such tags keeps them."""
    code = 'text = text.partition("</think>")[2]'
    assert read(f"```python\n{code}\n```") == Patch(code, "python", cut_off=False)


def test_reasoning_without_an_end_is_refused() -> None:
    """A reply that never came to its answer says so, and what to do."""
    result = read("<think>hm, let me see", finish="length")
    assert isinstance(result, Refusal)
    assert result.reason is Reason.CUT_OFF
    assert "Raise request.maxTokens" in result.sentence


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.EMPTY),
        (" \n\t\n", Reason.EMPTY),
        ("```python\n```", Reason.EMPTY),
        ("```\u2028```", Reason.EMPTY),
        ("```python\n\n  \n```\n", Reason.EMPTY),
        ("<think>only this</think>", Reason.EMPTY),
        ("I'm sorry, but I can't help with that.", Reason.NOT_CODE),
        ("Sorry, I cannot see any picture.", Reason.NOT_CODE),
        ("I’m unable to read images", Reason.NOT_CODE),
        ("```\nI'm sorry, I can't.\n```", Reason.NOT_CODE),
        ("Sure!\n\nYour order **#42** is on its way.", Reason.NOT_CODE),
        ("The picture shows a login form.\nIt has two fields.", Reason.NOT_CODE),
        ("the image shows a cat on a table", Reason.NOT_CODE),
        ("- This is one thing.\n- That is another thing.", Reason.NOT_CODE),
        ("这张图片显示了一个登录表单。", Reason.NOT_CODE),
    ],
)
def test_nothing_words_and_refusals_are_refused(text: str, reason: Reason) -> None:
    """The sentence tells what the model did; its own words are quoted."""
    result = read(text, language="html")
    assert isinstance(result, Refusal)
    assert result.reason is reason


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("python", "# Read the file first.\n# Then parse the lines.\nread()"),
        ("python", "from a import b"),
        ("python", "assert value is not None"),
        ("ruby", "puts name if name and not hidden"),
        ("yaml", "name: A list of things\nitems:\n  - This one\n  - That one"),
        ("html", "<p>\n  Welcome to the site.\n  Please log in.\n</p>"),
        ("css", ".card .title:hover { color: red }"),
        ("sql", "SELECT name FROM users ORDER BY name"),
        ("shellscript", "echo Hello there my friend"),
    ],
)
def test_code_that_looks_a_little_like_words_is_code(language: str, code: str) -> None:
    """Without a fence, comments, keywords and texts inside markup are not taken for prose."""
    assert read(code, language=language) == Patch(code, None, cut_off=False)


def test_words_are_welcome_where_no_grammar_could_object() -> None:
    """A Markdown or plain text file may be given sentences."""
    text = "The picture shows a form.\nIt has two fields."
    assert read(text, language="markdown") == Patch(text, None, cut_off=False)


@pytest.mark.parametrize(
    ("text", "finish", "cut_off"),
    [
        ("```python\nx = [1,", "length", True),
        ("```python\nx = [1,", None, True),
        ("```python\nx = 1", "stop", False),
        ("```python\nx = 1\n```\nNow let me explain in", "length", False),
        ("x = [1,", "length", True),
    ],
)
def test_a_reply_that_was_stopped_is_marked(text: str, finish: str | None, cut_off: bool) -> None:
    """Cut off is what the server stopped inside the code; a model that forgot the fence was not."""
    result = read(text, finish=finish)
    assert isinstance(result, Patch)
    assert result.cut_off is cut_off


@pytest.mark.parametrize(
    "piece",
    ["`", "``` ", "~~~\n", " ", "<|a|>", "<think>", "\t`\n", "```python\n```\n", "```\nx```\n", "a "],
)
def test_a_long_run_of_anything_is_read(piece: str) -> None:
    """A long run of one thing is read to its end, in time that grows with its length alone."""
    result = read(piece * (300_000 // len(piece)))
    assert isinstance(result, Patch | Refusal)


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("css", "```html\n<style>\n.a { top: 0 }\n</style>\n```", ".a { top: 0 }"),
        ("css", "```css\n<style>\n.a { top: 0 }\n</style>\n```", ".a { top: 0 }"),
        ("javascript", "```html\n<script>\na();\n</script>\n```", "a();"),
        ("html", "```html\n<style>\n.a { top: 0 }\n</style>\n```", "<style>\n.a { top: 0 }\n</style>"),
    ],
)
def test_an_element_around_code_for_a_file_of_its_own_goes(language: str, text: str, code: str) -> None:
    """A style sheet or script comes out of its element where the file is one; in a page it stays."""
    patch = read(text, language=language)
    assert isinstance(patch, Patch)
    assert patch.code == code


def test_the_reason_of_one_who_declines_is_repeated() -> None:
    """Its last words often say what would help."""
    advice = "Open a file of another kind, or capture a smaller part of the picture, in which the numbers can be read."
    result = read(
        f"I cannot turn this picture into code. The picture is a chart, and its axes are too small. {advice}"
    )
    assert isinstance(result, Refusal)
    assert f"{advice}”" in result.sentence


def test_a_block_for_another_element_that_the_line_above_names_is_left_out() -> None:
    """Unless the first block is said to be for an element too."""
    cells, heads = "```tsx\n<td>1</td>\n```", "```tsx\n<th>No</th>\n```"
    patch = read(f"{cells}\n\nAdd a head in the `<thead>`:\n\n{heads}", language="typescriptreact")
    assert isinstance(patch, Patch)
    assert patch.code == "<td>1</td>"
    assert "it is for the `<thead>`" in " ".join(patch.notes)
    both = read(f"In the `<tr>`:\n{cells}\nIn the `<thead>`:\n{heads}", language="typescriptreact")
    assert isinstance(both, Patch)
    assert both.code == "<td>1</td>\n\n<th>No</th>"
