"""How well viscodex-nano turns pictures into pages: words, tags, colours and looks, on pages that training never saw.

    python benchmarks/nano.py [--model model/nano] [--data build/nano/data] [--count 300] [--examples examples]

Two sets: `test` (pages of the split `test`) and `unseen` (pages written wholly with words that training never shows).
Replies come from plain transformers, greedy, in bfloat16 weights computed as float32. Every share and mean has its
standard error; SSIM stands beside two baselines: a blank page, and a training page drawn by chance. The examples'
pictures are scored apart. Results: benchmarks/results/nano.json.
"""

import argparse
import asyncio
import json
import os
import platform
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "model")]

import numpy as np  # noqa: E402
import torch  # noqa: E402
import tree_sitter_html  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import Error as PlaywrightError  # noqa: E402
from skimage.metrics import structural_similarity  # noqa: E402
from tree_sitter import Language, Parser  # noqa: E402
from viscodex_model.checkpoint.processor import load_processor  # noqa: E402
from viscodex_model.data.synth.produce import page_words  # noqa: E402
from viscodex_model.data.synth.render import Pixels, Sheet, open_sheet  # noqa: E402
from viscodex_model.data.synth.shards import Sample, read_samples, unfenced  # noqa: E402

from viscodex_lsp.core.nouns import CheckedPatch, Document, Span  # noqa: E402
from viscodex_lsp.core.settings import CheckSettings, Settings  # noqa: E402
from viscodex_lsp.edges.scripted import ScriptedCompleter  # noqa: E402
from viscodex_lsp.suggest import Order, suggest  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "nano.json"
PARSER = Parser(Language(tree_sitter_html.language()))
EMPTY_PAGE = "<!DOCTYPE html>\n<title>Page</title>\n<main>\n\n</main>\n"
LONGEST = 420
TOGETHER = 12
SHEET = 60


@dataclass(frozen=True)
class Score:
    """One page's scores, all from 0 to 1."""

    accepted: float
    well_formed: float
    tag_text_f1: float
    tag_f1: float
    words: float
    letters: float
    colours: float
    exact: float
    ssim: float
    ssim_blank: float
    ssim_other: float


class Reader:
    """The model and its processor: pictures in, replies out."""

    def __init__(self, folder: Path) -> None:
        from transformers import Qwen2_5_VLForConditionalGeneration

        self.processor: Any = load_processor(folder)
        self.model = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32).eval()
        self.tokens = 0
        self.seconds = 0.0

    def read(self, pictures: Sequence[Pixels]) -> list[str]:
        """The reply to each picture; several are read at once, padded on the left."""
        order = sorted(range(len(pictures)), key=lambda at: pictures[at].size)
        replies = [""] * len(pictures)
        for start in range(0, len(order), TOGETHER):
            chosen = order[start : start + TOGETHER]
            for at, reply in zip(chosen, self._read_some([pictures[at] for at in chosen]), strict=True):
                replies[at] = reply
            print(f"{start + len(chosen)}/{len(order)} read", file=sys.stderr, flush=True)
        return replies

    def _read_some(self, pictures: Sequence[Pixels]) -> list[str]:
        tokenizer = self.processor.tokenizer
        tokenizer.padding_side = "left"
        asked = [
            {"role": "user", "content": [{"type": "image"}, {"type": "text", "text": "Write this page."}]}
        ]
        text = self.processor.apply_chat_template(asked, tokenize=False, add_generation_prompt=True)
        images = [Image.fromarray(np.ascontiguousarray(picture)) for picture in pictures]
        inputs = self.processor(text=[text] * len(images), images=images, padding=True, return_tensors="pt")
        began = time.monotonic()
        with torch.inference_mode():
            out = self.model.generate(**inputs, max_new_tokens=LONGEST, do_sample=False)
        self.seconds += time.monotonic() - began
        new = out[:, inputs["input_ids"].shape[1] :]
        self.tokens += int((new != tokenizer.pad_token_id).sum())
        return [tokenizer.decode(row, skip_special_tokens=True) for row in new]


def accepted(reply: str) -> bool:
    """Whether the language server, told this reply at its first question, makes an edit of an empty page."""
    at = EMPTY_PAGE.index("<main>") + len("<main>\n")
    order = Order(Document("file:///page.html", "html", 0, EMPTY_PAGE), Span(at, at), (), "", "page.html", ())
    settings = Settings(checks=CheckSettings(repair_attempts=0))
    asked = suggest(
        order,
        completer=ScriptedCompleter([reply]),
        settings=settings,
        notify=lambda _: None,
        heard=lambda _: None,
    )
    # In a thread of its own: the browser's driver has a loop running in this one.
    with ThreadPoolExecutor(1) as aside:
        return isinstance(aside.submit(asyncio.run, asked).result(), CheckedPatch)


def well_formed(reply: str) -> bool:
    """Whether a reply is one html fence whose page parses without an error."""
    fenced = reply.startswith("```html\n") and reply.endswith("\n```") and reply.count("```") == 2
    return fenced and not has_error(unfenced(reply))


def has_error(html: str) -> bool:
    """Whether the HTML grammar finds an error."""
    return PARSER.parse(html.encode()).root_node.has_error


def elements(html: str) -> Counter[tuple[str, str]]:
    """A page's elements with the text right inside each; a field's text is its hint."""
    found: Counter[tuple[str, str]] = Counter()
    for tag, attributes, text in re.findall(r"<([a-z][a-z0-9]*)([^<>]*)>([^<]*)", html):
        hint = re.search(r'placeholder="([^"]*)"', attributes)
        found[tag, " ".join((hint.group(1) if hint else text).split())] += 1
    return found


def f1(said: Counter[Any], true: Counter[Any]) -> float:
    """F1 of two multisets."""
    common = sum((said & true).values())
    return 2 * common / max(1, sum(said.values()) + sum(true.values()))


def word_accuracy(said: Sequence[Any], true: Sequence[Any]) -> float:
    """One less the edit distance of two sequences, as a share of the true one's length; not below 0."""
    row = list(range(len(true) + 1))
    for i, one in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(true, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (one != other))
    return max(0.0, 1 - row[-1] / max(1, len(true)))


def tags(html: str) -> Counter[str]:
    """A page's tags."""
    return Counter(re.findall(r"<([a-z][a-z0-9]*)", html))


def colours(html: str) -> Counter[str]:
    """A page's colours."""
    return Counter(re.findall(r"#[0-9a-f]{6}", html))


def similarity(one: Pixels, other: Pixels) -> float:
    """SSIM of two pictures in grey, the smaller one on a white ground."""
    height, width = max(one.shape[0], other.shape[0]), max(one.shape[1], other.shape[1])
    grounds = [np.full((height, width), 255, np.uint8) for _ in range(2)]
    for ground, picture in zip(grounds, (one, other), strict=True):
        grey = np.asarray(Image.fromarray(np.ascontiguousarray(picture)).convert("L"))
        ground[: grey.shape[0], : grey.shape[1]] = grey
    return float(structural_similarity(*grounds))


def draw_all(sheet: Sheet, pages: Sequence[str]) -> list[Pixels]:
    """Pages' pictures, cut to their root elements; a white dot where nothing can be drawn.

    Pages without errors share a sheet; the others get one each, for they could spoil their neighbours.
    """
    pictures = [np.full((8, 8, 3), 255, np.uint8)] * len(pages)
    sound = [at for at, page in enumerate(pages) if page.startswith("<") and not has_error(page)]
    chunks = [sound[start : start + SHEET] for start in range(0, len(sound), SHEET)]
    chunks += [[at] for at in range(len(pages)) if at not in set(sound) and pages[at].startswith("<")]
    for chunk in chunks:
        try:
            drawn = sheet.draw([pages[at] for at in chunk], ["#ffffff"] * len(chunk))
        except (PlaywrightError, ValueError):
            continue
        for at, one in zip(chunk, drawn, strict=True):
            if one is not None:
                left, top, right, bottom = (round(edge) for edge in one.root)
                pictures[at] = one.pixels[top:bottom, left:right]
    return pictures


def score(reply: str, html: str, pictures: tuple[Pixels, Pixels, Pixels]) -> Score:
    """One reply beside the page it should be; the pictures are the page's, the reply's and a training page's."""
    said = unfenced(reply)
    true_words, said_words = page_words(html), page_words(said)
    truth, drawn, other = pictures
    return Score(
        accepted=float(accepted(reply)),
        well_formed=float(well_formed(reply)),
        tag_text_f1=f1(elements(said), elements(html)),
        tag_f1=f1(tags(said), tags(html)),
        words=word_accuracy(said_words, true_words),
        letters=word_accuracy(" ".join(said_words), " ".join(true_words)),
        colours=f1(colours(said), colours(html)),
        exact=float(said == html),
        ssim=similarity(drawn, truth),
        ssim_blank=similarity(np.full_like(truth, 255), truth),
        ssim_other=similarity(other, truth),
    )


def score_all(
    replies: Sequence[str], pages: Sequence[str], others: Sequence[str], sheet: Sheet
) -> list[Score]:
    """Every reply's scores."""
    drawn = (draw_all(sheet, htmls) for htmls in (pages, [unfenced(reply) for reply in replies], others))
    pictures = zip(*drawn, strict=True)
    return [score(*one) for one in zip(replies, pages, pictures, strict=True)]


def summary(scores: Sequence[Score]) -> dict[str, dict[str, float]]:
    """Mean and standard error of each score."""
    table = {}
    for name in Score.__dataclass_fields__:
        values = np.array([getattr(one, name) for one in scores])
        error = values.std(ddof=1) / len(values) ** 0.5 if len(values) > 1 else 0.0
        table[name] = {"mean": round(float(values.mean()), 4), "standard_error": round(float(error), 4)}
    return table


def measure(reader: Reader, samples: Sequence[Sample], others: Sequence[str], sheet: Sheet) -> dict[str, Any]:
    """A set's scores."""
    chance = random.Random(7)
    reader.tokens, reader.seconds = 0, 0.0
    replies = reader.read([sample.pixels for sample in samples])
    pages = [sample.html for sample in samples]
    scores = score_all(replies, pages, chance.choices(others, k=len(pages)), sheet)
    speed = round(reader.tokens / reader.seconds, 1)
    return {"n": len(scores), "tokens_per_second": speed, "together": TOGETHER, "scores": summary(scores)}


def measure_examples(reader: Reader, folder: Path, sheet: Sheet) -> dict[str, Any]:
    """Each hand-written example's scores and reply."""
    found: dict[str, Any] = {}
    for page in sorted((folder / "pages").glob("*.html")):
        html = page.read_text(encoding="utf-8").strip()
        with Image.open(folder / f"{page.stem}.png") as picture:
            reply = reader.read([np.asarray(picture.convert("RGB"))])[0]
        found[page.stem] = asdict(score_all([reply], [html], ["<p></p>"], sheet)[0]) | {"reply": reply}
    return found


def load(folder: Path, count: int, known: frozenset[str]) -> list[Sample]:
    """A set's first pages that training does not have."""
    found = [sample for sample in read_samples(folder) if sample.html and sample.html not in known]
    return found[:count]


def main() -> None:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=ROOT / "model" / "nano")
    parser.add_argument("--data", type=Path, default=ROOT / "build" / "nano" / "data")
    parser.add_argument("--examples", type=Path, default=ROOT / "examples")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--out", type=Path, default=RESULTS)
    chosen = parser.parse_args()
    torch.set_num_threads(2)
    reader = Reader(chosen.model)
    others = _training_pages(chosen.data / "train")
    known = frozenset(others)
    results: dict[str, Any] = {"machine": f"{platform.machine()}, {os.cpu_count()} cores, no GPU"}
    with open_sheet() as sheet:
        for name in ("test", "unseen"):
            results[name] = measure(reader, load(chosen.data / name, chosen.count, known), others, sheet)
            print(json.dumps({name: results[name]}), flush=True)
        results["examples"] = measure_examples(reader, chosen.examples, sheet)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def _training_pages(folder: Path) -> list[str]:
    from viscodex_model.data.synth.shards import Shard, list_shards

    shards = [Shard(path) for path in list_shards(folder)]
    return [html for shard in shards for at in range(len(shard.names)) if (html := shard.html(at))]


if __name__ == "__main__":
    main()
