"""The local server beside plain `transformers.generate` on the same weights: tokens a second, seconds to the first.

    .venv/bin/python benchmarks/embedded.py [FOLDER] [--rounds 7] [--tokens 200]

Both get the same PNG bytes and question, greedy, and must say the same text; so the server takes one view of a picture.
Beside it runs one that takes four, as it does by itself with nano. A round asks each of them about every picture; who
begins changes from round to round. The server is asked over HTTP, streaming, as an editor asks it; the peer decodes the
picture, runs the processor and calls `generate`, with torch's own number of threads and with one. Medians over the
rounds. FOLDER is model/nano where it is there, else a random model of that shape.
"""

import argparse
import base64
import io
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import torch
from PIL import Image, ImageDraw
from transformers import Qwen2_5_VLForConditionalGeneration
from transformers.generation.streamers import BaseStreamer

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "model")]

from viscodex_model.checkpoint.processor import PictureProcessor, cell_side, load_processor  # noqa: E402
from viscodex_model.data.pictures import to_whole_cells  # noqa: E402

from tests.fixtures.models.tiny_checkpoints import tiny_vlm  # noqa: E402
from tests.fixtures.servers.embedded_server import serving_embedded  # noqa: E402
from tests.fixtures.servers.served import Served  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "embedded.json"
NANO = ROOT / "model" / "nano"
TARGET = 0.95
OURS, VIEWS = "embedded server", "embedded server, four views"
QUESTION = "Write the code of this picture."
NANO_LANGUAGE = {
    "hidden_size": 256,
    "intermediate_size": 704,
    "num_hidden_layers": 5,
    "num_attention_heads": 4,
    "num_key_value_heads": 4,
    "rope_parameters": {"rope_type": "default", "rope_theta": 1e4, "mrope_section": [8, 12, 12]},
    "initializer_range": 0.08,
}
NANO_VISION = {
    "depth": 5,
    "hidden_size": 192,
    "num_heads": 3,
    "intermediate_size": 512,
    "out_hidden_size": 256,
    "fullatt_block_indexes": [0, 1, 2, 3, 4],
}


@dataclass(frozen=True)
class Timing:
    """One or several answers: seconds until the first token, seconds in all, tokens, and the text."""

    first: float
    whole: float
    tokens: int
    text: str

    @property
    def rate(self) -> float:
        """Tokens a second over the whole answer, reading the picture included."""
        return self.tokens / self.whole

    @property
    def speaking_rate(self) -> float:
        """Tokens a second once the first has come."""
        return (self.tokens - 1) / (self.whole - self.first)


Engine = Callable[[bytes], Timing]


class FirstToken(BaseStreamer):
    """Notes when `generate` gave out its first token (what it puts first is the prompt)."""

    def __init__(self) -> None:
        self.puts = 0
        self.at = 0.0

    def put(self, _value: Any) -> None:
        """Count, and note the time of the second."""
        self.puts += 1
        if self.puts == 2:
            self.at = time.perf_counter()

    def end(self) -> None:
        """Nothing is left to do."""


def asking(served: Served, tokens: int) -> Engine:
    """The local server over HTTP."""
    client = httpx2.Client(headers={"Authorization": f"Bearer {served.token}"}, timeout=600)

    def ask(picture: bytes) -> Timing:
        started, first = time.perf_counter(), 0.0
        url = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
        parts = [{"type": "image_url", "image_url": {"url": url}}, {"type": "text", "text": QUESTION}]
        body = {"messages": [{"role": "user", "content": parts}], "max_tokens": tokens, "stream": True}
        body |= {"stream_options": {"include_usage": True}}
        text, count = "", 0
        with client.stream("POST", f"{served.url}/v1/chat/completions", json=body) as response:
            for line in response.iter_lines():
                if not line or line == "data: [DONE]":
                    continue
                event = json.loads(line.removeprefix("data: "))
                count = event.get("usage", {}).get("completion_tokens", count)
                said = event["choices"][0]["delta"].get("content", "") if event["choices"] else ""
                first = first or (time.perf_counter() if said else 0.0)
                text += said
        return Timing(first - started, time.perf_counter() - started, count, text)

    return ask


def generating(model: Any, processor: PictureProcessor, *, tokens: int, threads: int) -> Engine:
    """The peer: the processor and `generate`, in this process, on pictures filled up to whole cells."""
    side = cell_side(processor)

    @torch.inference_mode()
    def generate(picture: bytes) -> Timing:
        torch.set_num_threads(threads)
        started, watch = time.perf_counter(), FirstToken()
        conversation: Any = [
            {"role": "user", "content": [{"type": "image"}, {"type": "text", "text": QUESTION}]}
        ]
        image = to_whole_cells(Image.open(io.BytesIO(picture)).convert("RGB"), side)
        inputs = processor(
            text=[processor.apply_chat_template(conversation, add_generation_prompt=True)],
            images=[image],
            return_tensors="pt",
        )
        ids = model.generate(
            **inputs, max_new_tokens=tokens, do_sample=False, repetition_penalty=1.0, streamer=watch
        )
        said = ids[0, inputs["input_ids"].shape[1] :]
        text = processor.tokenizer.decode(said, skip_special_tokens=True, clean_up_tokenization_spaces=False)
        return Timing(watch.at - started, time.perf_counter() - started, len(said), text)

    return generate


def measure(engines: dict[str, Engine], pictures: Sequence[bytes], rounds: int) -> dict[str, list[Timing]]:
    """Ask every engine about every picture, `rounds` times after one that does not count; sums per round."""
    timings: dict[str, list[Timing]] = {name: [] for name in engines}
    for number in range(rounds + 1):
        names = list(engines)
        texts = set()
        for name in names if number % 2 else reversed(names):
            answers = [engines[name](picture) for picture in pictures]
            if name != VIEWS:
                texts.add(tuple(answer.text for answer in answers))
            if number:
                timings[name].append(_sum(answers))
        if len(texts) > 1:
            raise SystemExit("The engines do not say the same: their speeds cannot be compared.")
    return timings


def _sum(answers: Sequence[Timing]) -> Timing:
    return Timing(
        first=statistics.fmean(answer.first for answer in answers),
        whole=sum(answer.whole for answer in answers),
        tokens=sum(answer.tokens for answer in answers),
        text="",
    )


def summary(timings: dict[str, list[Timing]]) -> dict[str, Any]:
    """Medians of each engine, and the server's ratios to the better of its peers, round by round."""
    medians = {
        name: {
            "tokens_per_second": statistics.median(run.rate for run in runs),
            "seconds_to_first_token": statistics.median(run.first for run in runs),
        }
        for name, runs in timings.items()
    }
    ours = timings[OURS]
    peers = list(zip(*(runs for name, runs in timings.items() if name not in (OURS, VIEWS)), strict=True))
    cost = [once.rate / often.rate for once, often in zip(ours, timings[VIEWS], strict=True)]
    speed = [run.rate / max(peer.rate for peer in others) for run, others in zip(ours, peers, strict=True)]
    first = [min(peer.first for peer in others) / run.first for run, others in zip(ours, peers, strict=True)]
    return {
        "medians": medians,
        "ratios": {
            "tokens per second, to the better of its peers": statistics.median(speed),
            "speed to the first token, to the better of its peers": statistics.median(first),
            "seconds a token in four views, to those in one": statistics.median(cost),
        },
        "ratio_ranges": {
            "tokens": [min(speed), max(speed)],
            "first": [min(first), max(first)],
            "four views": [min(cost), max(cost)],
        },
        "targets": {"tokens per second": TARGET, "speed to the first token": TARGET},
    }


def drawn() -> list[bytes]:
    """Two pictures of a simple page, for a folder that has no examples."""
    pictures = []
    for width, height in ((420, 280), (560, 420)):
        picture = Image.new("RGB", (width, height), "white")
        pen = ImageDraw.Draw(picture)
        pen.rectangle((20, 20, width - 20, 70), fill="#336699")
        for line in range(90, height - 30, 30):
            pen.text((24, line), "The quick brown fox jumps over the lazy dog", fill="black")
        buffer = io.BytesIO()
        picture.save(buffer, "PNG")
        pictures.append(buffer.getvalue())
    return pictures


def main() -> None:
    """Measure, print and write the results."""
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n", maxsplit=1)[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--tokens", type=int, default=200)
    parser.add_argument("--out", type=Path, default=RESULTS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or (NANO if (NANO / "config.json").is_file() else None)
        random = folder is None
        folder = folder or tiny_vlm(
            Path(scratch) / "random", tied=True, language=NANO_LANGUAGE, vision=NANO_VISION
        )
        report = run(folder, rounds=given.rounds, tokens=given.tokens, log=Path(scratch) / "server.log")
    report = {"model": "random, of nano's shape" if random else folder.name} | report
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(json.dumps({key: report[key] for key in ("model", "medians", "ratios")}, indent=2))


def run(folder: Path, *, rounds: int, tokens: int, log: Path) -> dict[str, Any]:
    """The whole comparison on `folder`."""
    threads = torch.get_num_threads()
    pictures = [path.read_bytes() for path in sorted((ROOT / "examples").glob("*.png"))[:4]] or drawn()
    processor = load_processor(folder)
    model: Any = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32)
    with (
        serving_embedded(folder, "--device", "cpu", "--views", "1", log=log) as served,
        serving_embedded(folder, "--device", "cpu", "--views", "4", log=log.with_suffix(".views")) as often,
    ):
        engines = {
            OURS: asking(served, tokens),
            VIEWS: asking(often, tokens),
            f"generate, {threads} threads": generating(model, processor, tokens=tokens, threads=threads),
            "generate, 1 thread": generating(model, processor, tokens=tokens, threads=1),
        }
        timings = measure(engines, pictures, rounds)
    return {
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "rounds": rounds,
        "pictures": len(pictures),
        "tokens_a_round": timings[OURS][0].tokens,
        "machine": {"cores": os.cpu_count(), "processor": platform.machine(), "load": os.getloadavg()[0]},
        **summary(timings),
    }


if __name__ == "__main__":
    main()
