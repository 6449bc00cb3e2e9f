"""Whatever is in a data set: `data mcd` and `data import` end with a sentence, and keep or tell every record."""

import contextlib
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from viscodex_model.cli import main
from viscodex_model.data.answers import _GRAMMARS, first_error
from viscodex_model.data.pairs import LANGUAGES, PICTURES
from viscodex_model.data.record_shards import list_places, read_place

from tests.fixtures.models.published_form import PAGE, html_record, png, traps

quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

words = st.text(max_size=30) | st.sampled_from(
    [
        "",
        " ",
        "<image>",
        "`<image>`",
        "<image>\n<image>",
        "<|im_end|>",
        "\x00",
        "\x1b[31m",
        "\ud800",
        "\u2028",
        "图",
    ]
)
numbers = (
    st.integers() | st.sampled_from([10**40, -(10**19)]) | st.floats(allow_nan=False, allow_infinity=False)
)
anything = st.recursive(
    st.none() | st.booleans() | numbers | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
code = st.text(alphabet="ab1(){}[]<>;:=&%@!?\"'\n\t .#/`", max_size=60) | st.sampled_from(
    [
        'fmt.Println("hi")',
        "x := 1",
        "switch day {}",
        "%matplotlib inline",
        ">>> 1",
        PAGE,
        "a { color: red",
        "{{ x }}",
    ]
)
fences = st.builds(
    "{0}{1}\n{2}\n{3}".format,
    st.sampled_from(["```", "````", "~~~", " ```", "``"]),
    st.sampled_from([*_GRAMMARS, "", "jsx", "JS", "{.python}", "klingon", "diff"]) | words,
    code,
    st.sampled_from(["```", "````", "~~~", ""]),
)
answers = st.lists(words | fences, max_size=3).map("\n".join)
turns = st.fixed_dictionaries(
    {
        "role": st.sampled_from(["user", "assistant", "system", "tool"]) | anything,
        "content": answers | anything,
    }
)
names = (
    st.sampled_from(["a.png", "./a.png", "mcd_images/a.png", "cut.png", "..", "a" * 300, "/", "\x00"]) | words
)
records = st.one_of(
    anything,
    st.builds(
        lambda asked, answer, pictures, category: {
            "images": pictures,
            "messages": [{"role": "user", "content": asked}, {"role": "assistant", "content": answer}],
            "category": category,
            "score": 1e300,
        },
        words,
        answers,
        st.lists(names, max_size=2),
        st.sampled_from(["html", "chart", "qa", "图表", "\x1b[2J"]),
    ),
    st.fixed_dictionaries(
        {},
        optional={
            "images": st.lists(names, max_size=2) | anything,
            "messages": st.lists(turns, max_size=4) | anything,
            "category": words | anything,
        },
    ),
    st.sampled_from([raw for _, raw in traps()]),
)


def _said(*words_: str) -> tuple[int, str]:
    """The command's status, and what it printed."""
    out, told = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
        status = main(["data", *words_])
    return status, out.getvalue() + told.getvalue()


def _accounted(out: Path) -> tuple[int, int]:
    """Records kept, each read again from its shard, and records told by their numbers."""
    kept = [read_place(place) for place in list_places(out)]
    told = [json.loads(line)["record"] for line in (out / "defects.jsonl").read_text().splitlines()]
    assert len(set(told)) == len(told)
    return len(kept), len(told)


@quick
@given(st.lists(records, max_size=6))
def test_every_record_of_a_published_file_is_kept_or_told(found: list[Any]) -> None:
    """One sound record stands among them: it is always kept, and the counts add up."""
    with TemporaryDirectory() as place:
        folder, out = Path(place) / "mcd", Path(place) / "out"
        (folder / "mcd_images").mkdir(parents=True)
        (folder / "mcd_images" / "a.png").write_bytes(png())
        (folder / "mcd_images" / "cut.png").write_bytes(png(size=(300, 300))[:80])
        raw = [*found, html_record(5000, "a.png")]
        (folder / "mcd.json").write_text(json.dumps(raw), encoding="utf-8")
        status, said = _said("mcd", str(folder), "--out", str(out))
        assert status == 0, said
        assert "\x1b" not in said.replace("\x1b[A", "")  # but for the progress bar's own
        kept, told = _accounted(out)
        assert kept >= 1
        assert kept + told == len(raw)


stems = st.sampled_from(["a", "b", "a.b", "c/a", "图", "a b", "-a", "con"])
endings = st.sampled_from([*sorted(PICTURES), *sorted(LANGUAGES), ".PNG", ".txt", ".md", ""])
contents = st.one_of(
    st.binary(max_size=40),
    st.just(png()),
    code.map(lambda text: text.encode("utf-8", "replace")),
    words.map(lambda text: text.encode("utf-8", "replace")),
)


@quick
@given(st.dictionaries(st.tuples(stems, endings).map("".join), contents, max_size=8), st.booleans())
def test_every_file_of_a_folder_is_kept_or_told(files: dict[str, bytes], has_folder: bool) -> None:
    """A pair, or what is left of one, is one record; a folder that is named as a picture is no traceback."""
    with TemporaryDirectory() as place:
        folder, out = Path(place) / "own", Path(place) / "out"
        for name, content in {**files, "sound.png": png(), "sound.py": b"print(1)\n"}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        if has_folder:
            (folder / "folder.png").mkdir()
            (folder / "folder.html").mkdir()
        status, said = _said("import", str(folder), "--out", str(out))
        assert status == 0, said
        paired = {path for path in folder.rglob("*") if path.suffix.lower() in {*PICTURES, *LANGUAGES}}
        kept, told = _accounted(out)
        assert kept >= 1
        assert kept + told == len({path.with_suffix("") for path in paired})


def test_code_with_fences_in_it_comes_back_whole(tmp_path: Path) -> None:
    """The block of the answer is longer than any row of backticks in the code."""
    own, out = tmp_path / "own", tmp_path / "out"
    own.mkdir()
    (own / "a.png").write_bytes(png())
    (own / "a.py").write_text('"""\n````\nx\n````\n"""\nprint(1)\n')
    assert _said("import", str(own), "--out", str(out))[0] == 0
    [(record, _)] = [read_place(place) for place in list_places(out)]
    assert record.answer == '`````python\n"""\n````\nx\n````\n"""\nprint(1)\n`````'


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("(" + "\n" * 200_000 + "x", "python"),
        ("}" + "@media " * 100_000, "css"),
        ("}" + "@theme " * 100_000, "css"),
        ("<p" + "&" * 300_000, "html"),
    ],
    ids=["empty lines", "media", "theme", "ampersands"],
)
def test_long_broken_code_is_looked_through_once(text: str, language: str) -> None:
    """These took time that grew with the square of their length."""
    assert first_error(text, language) is not None
