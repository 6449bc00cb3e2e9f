"""Reading GGUF files: what `inspect` says of them, and files that are damaged, half a model or another one's half."""

import shutil
import struct
from pathlib import Path

import pytest
from gguf import GGUFReader
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from viscodex_model import cli
from viscodex_model.checkpoint.gguf.header import read_gguf
from viscodex_model.checkpoint.gguf.pair import open_pair
from viscodex_model.checkpoint.gguf.picture_mark import engine_template, render
from viscodex_model.core.errors import UserError
from viscodex_model.export.finished_folder import export
from viscodex_model.export.plan import make_plan

from tests.fixtures.models.tiny_checkpoints import CHAT_TEMPLATE, tiny_family, tiny_vlm

SILENT = "{% for m in messages %}{{ m.role }}{% endfor %}"
OWN_TOKENS = (
    "{% for m in messages %}{% if m.content is string %}{{ m.content.split('<')[0] }}{% else %}{% for p in m.content %}"
    "{% if p.type == 'image' %}<|vision_start|><|image_pad|><|vision_end|>{% elif p.type == 'text' %}"
    "[{{ p.text.split('<')[0] }}]{% endif %}{% endfor %}{% endif %}{% endfor %}"
)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model's two files."""
    folder = tmp_path_factory.mktemp("gguf")
    export(make_plan(tiny_vlm(folder / "tiny"), "q8_0"), folder / "out")
    return folder / "out"


@pytest.fixture
def files(exported: Path, tmp_path: Path) -> Path:
    """The same two files, free to be broken."""
    return Path(shutil.copytree(exported, tmp_path / "files"))


def test_headers_are_read_as_the_formats_own_library_reads_them(exported: Path) -> None:
    """Names, types, shapes, places and values are the same."""
    for path in exported.glob("*.gguf"):
        ours, theirs = read_gguf(path), GGUFReader(path)
        for tensor in theirs.tensors:
            mine = ours.tensors[tensor.name]
            assert mine.type == tensor.tensor_type
            assert mine.shape == tuple(reversed(tensor.shape.tolist()))
            assert (mine.start, mine.nbytes) == (tensor.data_offset, tensor.n_bytes)
        for key, value in ours.metadata.items():
            assert theirs.fields[key].contents() == pytest.approx(value)


def test_inspect_tells_what_a_pair_is(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both halves, their types, and a line for each engine; exit status 0."""
    assert cli.main(["inspect", str(exported / "tiny-q8_0.gguf")]) == 0
    said = capsys.readouterr().out
    for words in (
        "qwen2vl",
        "Q8_0",
        "the half that sees",
        f"llama-server -m {exported / 'tiny-q8_0.gguf'} --mmproj {exported / 'mmproj-tiny-q8_0.gguf'}",
    ):
        assert words in said


def test_a_text_model_alone_is_said_to_see_nothing(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without an mmproj beside it there is no picture: exit status 1 and what to do."""
    (files / "mmproj-tiny-q8_0.gguf").unlink()
    assert cli.main(["inspect", str(files / "tiny-q8_0.gguf")]) == 1
    assert "is a text model alone" in capsys.readouterr().out
    with pytest.raises(UserError, match="no file mmproj"):
        open_pair(files / "tiny-q8_0.gguf")


def test_the_half_that_sees_is_no_model(files: Path) -> None:
    """Naming the mmproj itself leads to the right file."""
    with pytest.raises(UserError, match="the half of a model that sees"):
        open_pair(files / "mmproj-tiny-q8_0.gguf")


def test_another_models_mmproj_is_refused(files: Path, tmp_path: Path) -> None:
    """A projector that hands over another width than the model reads belongs to another model."""
    other = tiny_vlm(tmp_path / "other", vision={"out_hidden_size": 64}, language={"hidden_size": 64})
    export(make_plan(other, "q8_0"), tmp_path / "theirs")
    (tmp_path / "theirs" / "mmproj-other-q8_0.gguf").replace(files / "mmproj-tiny-q8_0.gguf")
    with pytest.raises(UserError, match=r"belongs to another model.*64 numbers.*where 128 are read"):
        open_pair(files / "tiny-q8_0.gguf")


@pytest.mark.parametrize(
    ("theirs", "words"),
    [
        ("qwen3_5", "it sees as qwen3vl_merger with features for 0 layers, which qwen2vl does not read"),
        ("qwen3_vl", "it sees as qwen3vl_merger with features for 1 layer, which qwen2vl does not read"),
    ],
)
def test_an_mmproj_of_the_same_width_is_refused_by_how_it_sees(
    theirs: str, words: str, files: Path, tmp_path: Path
) -> None:
    """Models of several families hand over as many numbers; what the numbers mean differs."""
    export(make_plan(tiny_family(tmp_path / "other", theirs), "q8_0"), tmp_path / "theirs")
    (tmp_path / "theirs" / "mmproj-other-q8_0.gguf").replace(files / "mmproj-tiny-q8_0.gguf")
    with pytest.raises(UserError, match=words):
        open_pair(files / "tiny-q8_0.gguf")


def test_deep_features_need_a_model_that_reads_them(tmp_path: Path) -> None:
    """The halves of Qwen3-VL and Qwen3.5 have one kind of tower, and are not exchanged for one another."""
    for family in ("qwen3_vl", "qwen3_5"):
        export(make_plan(tiny_family(tmp_path / family / "tiny", family), "q8_0"), tmp_path / family / "out")
        open_pair(tmp_path / family / "out" / "tiny-q8_0.gguf")
    mixed = tmp_path / "qwen3_5" / "out"
    (tmp_path / "qwen3_vl" / "out" / "mmproj-tiny-q8_0.gguf").replace(mixed / "mmproj-tiny-q8_0.gguf")
    with pytest.raises(UserError, match="features for 1 layer, which qwen35 does not read"):
        open_pair(mixed / "tiny-q8_0.gguf")


def test_a_template_without_a_place_for_pictures_is_refused(files: Path) -> None:
    """A file from elsewhere whose template drops pictures would answer without having seen them."""
    path = files / "tiny-q8_0.gguf"
    whole = path.read_bytes()
    template = CHAT_TEMPLATE.encode()
    path.write_bytes(whole.replace(template, SILENT.encode().ljust(len(template))))
    with pytest.raises(UserError, match="no place for pictures"):
        open_pair(path)


@pytest.mark.parametrize("kept", [0, 3, 20, 100, 5000, -1])
def test_a_truncated_file_is_refused(kept: int, files: Path) -> None:
    """Wherever it is cut off, the sentence says that it is damaged, and no traceback is seen."""
    path = files / "tiny-q8_0.gguf"
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(UserError, match=r"is damaged|is not a GGUF file"):
        read_gguf(path)


def test_an_unknown_quantisation_is_refused(files: Path) -> None:
    """A type from a later engine is named, with what to do."""
    path = files / "tiny-q8_0.gguf"
    raw = path.read_bytes()
    name = b"output_norm.weight"
    kind = raw.index(name) + len(name) + 4 + 8
    path.write_bytes(raw[:kind] + struct.pack("<I", 199) + raw[kind + 4 :])
    with pytest.raises(UserError, match=r"output_norm\.weight has the quantisation type 199"):
        read_gguf(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(place=st.integers(0, 4000), byte=st.integers(0, 255))
def test_any_damaged_header_is_refused_or_read(exported: Path, tmp_path: Path, place: int, byte: int) -> None:
    """A byte that changed in the header makes a sentence or another value, never a crash and never a long wait."""
    raw = bytearray((exported / "mmproj-tiny-q8_0.gguf").read_bytes())
    raw[place] = byte
    path = tmp_path / "damaged.gguf"
    path.write_bytes(raw)
    try:
        read_gguf(path)
    except UserError as error:
        assert str(path) in str(error)  # noqa: PT017 - a header that is still sound is a right outcome, too


def test_a_template_with_picture_tokens_of_its_own_is_wrapped() -> None:
    """It sees pictures where it looks for them, and the engine's marks stand where its tokens were."""
    wrapped, change = engine_template(OWN_TOKENS)
    assert change is not None
    marks = "<__media_a1b__>"
    said = render(wrapped, [{"role": "user", "content": f"before{marks}between{marks}after"}])
    assert said == f"[before]{marks}[between]{marks}[after]"
    typed = [{"role": "user", "content": [{"type": "text", "text": f"{marks}after"}]}]
    assert render(wrapped, typed) == f"{marks}[after]"
    assert render(wrapped, [{"role": "user", "content": "words alone"}]) == "words alone"


def test_a_template_that_keeps_the_mark_stays_as_it_is() -> None:
    """Qwen's own template needs no change."""
    assert engine_template(CHAT_TEMPLATE) == (CHAT_TEMPLATE, None)
