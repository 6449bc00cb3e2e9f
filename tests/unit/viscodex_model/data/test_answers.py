"""Answers, pictures' names, and folders of pairs."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from viscodex_model.cli import main
from viscodex_model.data.answers import _GRAMMARS, Fence, canonical, check_answer, find_fences, first_error
from viscodex_model.data.chat import as_turns
from viscodex_model.data.cleaning import digest_of
from viscodex_model.data.defects import Defect
from viscodex_model.data.pairs import LANGUAGES
from viscodex_model.data.pictures import spellings
from viscodex_model.data.record_shards import list_places, read_place
from viscodex_model.data.records import Message, Record, place_pictures, read_record

lines = st.text(alphabet="abc äöü()<>#'\"\\ \t")


@given(st.lists(lines, max_size=6), st.sampled_from(["```", "````", "~~~"]), lines)
def test_a_fence_gives_back_its_code(code: list[str], mark: str, prose: str) -> None:
    """Whatever code is fenced comes out of its fence, with prose round it or not."""
    text = "\n".join([prose, f"{mark}python", *code, mark, prose])
    assert find_fences(text) == (Fence("python", "\n".join(code), closed=True),)


def test_a_longer_fence_may_hold_a_shorter_one() -> None:
    """A block ends at a mark as long as its own, not before."""
    (fence,) = find_fences("````md\n```\ninner\n```\n````")
    assert fence == Fence("md", "```\ninner\n```", closed=True)


@pytest.mark.parametrize(
    ("code", "language", "line"),
    [
        ("x = 1\ny = (\n", "python", 2),
        ("const a = 1;\n", "javascript", None),
        ("a { color: red }", "css", None),
        ("anything at all (", "sql", None),
    ],
)
def test_the_first_error_is_told_by_its_line(code: str, language: str, line: int | None) -> None:
    """Code is parsed by its grammar; a language without one is taken as it is."""
    assert first_error(code, language) == line


@given(st.text(max_size=200), st.sampled_from(["html", "chart", "qa"]))
def test_checking_an_answer_never_fails(answer: str, category: str) -> None:
    """Any text is either fine or has a defect."""
    assert check_answer(answer, category) is None or isinstance(check_answer(answer, category), Defect)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(json_values)
def test_reading_a_record_never_fails(raw: object) -> None:
    """Any JSON value is a record or has a defect."""
    assert isinstance(read_record(raw), Record | Defect)


@given(st.text(alphabet="ab/.", min_size=1, max_size=12), st.sampled_from(["mcd_images", "top"]))
def test_a_picture_is_found_with_and_without_its_top_folder(name: str, top: str) -> None:
    """The plain name and the name below the top folder are both tried, and no spelling starts at the root."""
    found = spellings(name, (top,))
    assert f"{top}/{found[0]}" in found
    assert not any(one.startswith("/") for one in found)


def test_pictures_without_marks_come_first() -> None:
    """A record that never says `<image>` shows its pictures before its text, after a system turn."""
    messages = (Message("system", "s"), Message("user", "u"), Message("assistant", "a"))
    placed = place_pictures(Record(("1.png", "2.png"), messages, "html"))
    assert isinstance(placed, Record)
    assert placed.messages[1].content == "<image>\n<image>\nu"


def test_the_digest_depends_on_what_is_said_not_on_names() -> None:
    """Two records that differ in their pictures' names alone are the same."""
    messages = (Message("user", "u"), Message("assistant", "a"))
    assert digest_of(Record(("1.png",), messages, "x"), ()) == digest_of(
        Record(("2.png",), messages, "y"), ()
    )
    other = (Message("user", "ua"), Message("assistant", ""))
    assert digest_of(Record((), messages, ""), ()) != digest_of(Record((), other, ""), ())


def test_every_language_of_pairs_is_known() -> None:
    """What `import` writes on a fence is a language that the checks know."""
    assert [name for name in LANGUAGES.values() if canonical(name) is None] == []


def test_a_folder_of_pairs_becomes_records(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Pictures and code of one name are a record; a file alone is told, and what is asked may lie beside."""
    folder = tmp_path / "own"
    (folder / "cards").mkdir(parents=True)
    picture = io.BytesIO()
    Image.new("RGB", (30, 20)).save(picture, "PNG")
    for name in ("cards/v1.2.png", "sum.png", "alone.png"):
        (folder / name).write_bytes(picture.getvalue())
    (folder / "cards" / "v1.2.html").write_text("<p>Hi</p>\n")
    (folder / "cards" / "v1.2.txt").write_text("Make a card.\n")
    (folder / "sum.py").write_text("print(1)\n")
    out = tmp_path / "out"
    assert main(["data", "import", str(folder), "--out", str(out)]) == 0
    assert "left out, unpaired: 1" in capsys.readouterr().out
    found = [read_place(place) for place in list_places(out)]
    assert [(record.category, record.messages[0].content, record.answer) for record, _ in found] == [
        ("html", "<image>\nMake a card.", "```html\n<p>Hi</p>\n```"),
        ("code", "<image>\nWrite the code that this picture shows.", "```python\nprint(1)\n```"),
    ]
    assert found[0][1] == (picture.getvalue(),)
    assert json.loads((out / "defects.jsonl").read_text())["detail"] == "alone: 1 picture, 0 files of code"


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ('fmt.Println("open")', "go"),
        ("x := 1\nfmt.Println(x)", "go"),
        ("switch day {}", "go"),
        ("defer close(done)\nfor range done {\n}", "go"),
        ('let x = 1;\nprintln!("{x}");', "rust"),
        ("int total = 0;\nfor (int i = 0; i < 3; i++) total += i;", "java"),
        ("<p>Salt & oil</p>", "html"),
        ("<nav>Home > Products</nav>", "html"),
        ('<a href="/p?w=1&h=2">R&D</a>', "html"),
        ('<img src="/p?w=1&h=2" />', "tsx"),
        ("const A = () => <p>Fish & chips > soup</p>;", "javascript"),
        ("tr:nth-child(2n-1) { color: red }", "css"),
        ("@media (400px <= width < 700px) { a { color: red } }", "css"),
        ("@keyframes a { 33.33% { color: red } }", "css"),
        ("%matplotlib inline\nimport os", "python"),
        ("!pip install x\nimport os", "python"),
        (">>> 1 + 1\n2\n>>> for i in x:\n...     print(i)", "python"),
    ],
)
def test_sound_code_is_not_told_as_broken(code: str, language: str) -> None:
    """Fragments, and code that only the grammar is wrong about, are kept."""
    assert first_error(code, language) is None


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ('fmt.Println("open"', "go"),
        ("<p>Salt & oil</p", "html"),
        ("a { color: red", "css"),
        ("%matplotlib inline\nimport (", "python"),
        ("let x = ;", "rust"),
    ],
)
def test_broken_code_is_told(code: str, language: str) -> None:
    assert first_error(code, language) is not None


@given(st.text(alphabet="abc(){}[]<>;:=&%\"'\n .", max_size=40), st.sampled_from(sorted(_GRAMMARS)))
def test_looking_for_errors_never_fails(code: str, language: str) -> None:
    """Any text in any language has a line of its first error, or none."""
    line = first_error(code, language)
    assert line is None or 1 <= line <= code.count("\n") + 4


def test_a_quoted_mark_is_no_picture() -> None:
    """Where all marks are more than the pictures, only those that fill a line count, and the others stay text."""
    quoted = Record((), (Message("user", "What does `<image>` do in SVG?"), Message("assistant", "a")), "qa")
    assert place_pictures(quoted) == quoted
    assert as_turns(quoted)[0]["content"] == "What does `<image>` do in SVG?"
    text = "<image>\nMy file has an `<image>` tag. Why?"
    shown = Record(("1.png",), (Message("user", text), Message("assistant", "a")), "qa")
    assert place_pictures(shown) == shown
    assert as_turns(shown)[0]["content"] == [
        {"type": "image"},
        {"type": "text", "text": "My file has an `<image>` tag. Why?"},
    ]
