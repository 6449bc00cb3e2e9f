"""Pictures that are compared by their text alone: code, terminals, and charts beside the programs that draw them."""

import json
import random
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from viscodex_model.core.sandbox.interpreter import find_interpreter, with_fonts
from viscodex_model.data.synth.shards import Shard, list_shards
from viscodex_model.evaluate.instruments.charts import draw_chart

from benchmarks.reader.plain_charts import plain_programs
from benchmarks.truth.damage import NEW_WORDS, WORD, other_letter


@dataclass(frozen=True)
class TextCase:
    """A picture and the text that it was made from, in `language`."""

    name: str
    group: str
    text: str
    language: str
    png: bytes


def listings(folder: Path) -> list[TextCase]:
    """Pictures of code and of terminals beside what they show."""
    cases = []
    for group in ("code", "terminal"):
        for path in sorted((folder / group).glob("*.png")):
            facts = json.loads(path.with_suffix(".json").read_text())
            language = facts.get("lang", "plaintext") if group == "code" else "plaintext"
            text = path.with_suffix(".txt").read_text()
            cases.append(TextCase(path.stem, group, text, language, path.read_bytes()))
    return cases


def charts(folder: Path, *, count: int) -> list[TextCase]:
    """Plain charts, and the small benchmark's, beside their programs."""
    cases = []
    for path in sorted((folder / "model" / "benchmarks_small" / "chartmimic").glob("*.py")):
        cases.append(
            TextCase(path.stem, "chart", path.read_text(), "python", path.with_suffix(".png").read_bytes())
        )
    interpreter = with_fonts(find_interpreter(sys.executable))
    for name, program in plain_programs(count):
        found = draw_chart(program, name, interpreter)
        if found.picture:
            cases.append(TextCase(name, "chart", program, "python", found.picture))
    return cases


def drawn_charts(count: int) -> list[TextCase]:
    """Charts of ten kinds as training data has them, of a seed of their own."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "viscodex_model.cli", "data", "synth", "charts", "--out", folder]
        subprocess.run([*command, "--count", str(count), "--seed", "7077", "--split", "test"], check=True)
        shards = [Shard(path) for path in list_shards(Path(folder))]
        return [
            TextCase(
                f"drawn-{at}", "chart of many kinds", _program(shard.answer(at)), "python", shard.png(at)
            )
            for shard in shards
            for at in range(len(shard.names))
        ]


def _program(answer: str) -> str:
    """The program in an answer's fence."""
    return answer.partition("\n")[2].removesuffix("\n```") + "\n"


Damage = Callable[[str, random.Random], str | None]


def _words(count: int) -> Damage:
    def damage(text: str, chance: random.Random) -> str | None:
        words = list(WORD.finditer(text))
        if len(words) < count:
            return None
        for word in sorted(chance.sample(words, count), key=lambda one: -one.start()):
            text = text[: word.start()] + chance.choice(NEW_WORDS) + text[word.end() :]
        return text

    return damage


def _letter(text: str, chance: random.Random) -> str | None:
    words = list(WORD.finditer(text))
    if not words:
        return None
    word = chance.choice(words)
    at = chance.randrange(word.start() + 1, word.end())
    return text[:at] + other_letter(text[at], chance) + text[at + 1 :]


def _lines(change: Callable[[list[str], random.Random], None], least: int) -> Damage:
    def damage(text: str, chance: random.Random) -> str | None:
        lines = text.splitlines()
        full = [line for line in lines if WORD.search(line)]
        if len(full) < least:
            return None
        change(lines, chance)
        changed = "\n".join(lines) + "\n"
        return changed if changed != text else None

    return damage


def _remove(lines: list[str], chance: random.Random) -> None:
    lines.pop(chance.choice([at for at, line in enumerate(lines) if WORD.search(line)]))


def _remove_third(lines: list[str], chance: random.Random) -> None:
    count = max(2, len(lines) // 3)
    start = chance.randrange(0, len(lines) - count + 1)
    del lines[start : start + count]


def _swap(lines: list[str], chance: random.Random) -> None:
    a, b = sorted(chance.sample([at for at, line in enumerate(lines) if WORD.search(line)], 2))
    lines[a], lines[b] = lines[b], lines[a]


def _invent(lines: list[str], chance: random.Random) -> None:
    lines.insert(chance.randrange(len(lines) + 1), " ".join(chance.choices(NEW_WORDS, k=6)))


LISTING_DAMAGES: Mapping[str, Damage] = {
    "letter": _letter,
    "one word": _words(1),
    "three words": _words(3),
    "block removed": _lines(_remove, 2),
    "section missing": _lines(_remove_third, 4),
    "blocks swapped": _lines(_swap, 2),
    "paragraph invented": _lines(_invent, 1),
}


_HEX = re.compile(r"#[0-9a-f]{6}|tab:\w+")
_OTHER_MARKS = {
    "ax.bar(": "ax.barh(",
    "ax.barh(": "ax.bar(",
    "ax.plot(": "ax.scatter(",
    "ax.scatter(": "ax.plot(",
}


def chart_colour(text: str, chance: random.Random) -> str | None:
    """A mark of another colour."""
    found = sorted(set(_HEX.findall(text)))
    if not found:
        return None
    old = chance.choice(found)
    return text.replace(old, chance.choice([one for one in ("#d7263d", "#1b998b", "#2e294e") if one != old]))


def chart_kind(text: str, chance: random.Random) -> str | None:
    """Marks of another kind."""
    found = [call for call in _OTHER_MARKS if call in text]
    call = chance.choice(found) if found else ""
    return text.replace(call, _OTHER_MARKS[call]) if call else None


def chart_damage(text: str, chance: random.Random) -> str | None:
    """A label of the chart says something else."""
    strings = [
        found
        for line in re.finditer(r"^.*(?:set_title|label|bar|set_xticks|title).*$", text, re.MULTILINE)
        for found in re.finditer(r"'([A-Za-z]{4,})'", line[0])
    ]
    labels = sorted({found[1] for found in strings if found[1] not in {"black", "center", "tight"}})
    return text.replace(f"'{chance.choice(labels)}'", f"'{chance.choice(NEW_WORDS)}'") if labels else None


CHART_DAMAGES: Mapping[str, Damage] = {
    "label": chart_damage,
    "colour of marks": chart_colour,
    "kind of marks": chart_kind,
}
