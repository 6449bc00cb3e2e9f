"""Scores replies against the pages they should recreate, each score from 0 to 1."""

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import tree_sitter_html
from PIL import Image
from playwright.sync_api import Error as PlaywrightError
from skimage.metrics import structural_similarity
from tree_sitter import Language, Parser
from viscodex_model.data.synth.produce import page_words
from viscodex_model.data.synth.render import Pixels, Sheet
from viscodex_model.data.synth.shards import unfenced

from viscodex_lsp.core.nouns import Document, Span
from viscodex_lsp.core.settings import CheckSettings, Settings
from viscodex_lsp.edges.model.scripted import ScriptedCompleter
from viscodex_lsp.flow.answering import Answer, Question, Target, ask

EMPTY_PAGE = "<!DOCTYPE html>\n<title>Page</title>\n<main>\n\n</main>\n"
SHEET = 60
"""Pages drawn at once."""
PARSER = Parser(Language(tree_sitter_html.language()))


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


def draw_all(sheet: Sheet, pages: Sequence[str]) -> list[Pixels]:
    """Pages' pictures, cut to their root elements; a white dot where nothing can be drawn.

    Pages without errors share a sheet; the others get one each, for they could spoil their neighbours.
    """
    pictures = [np.full((8, 8, 3), 255, np.uint8)] * len(pages)
    sound = [at for at, page in enumerate(pages) if page.startswith("<") and not has_error(page)]
    chunks = [sound[start : start + SHEET] for start in range(0, len(sound), SHEET)]
    chunks += [[at] for at in range(len(pages)) if at not in set(sound) and pages[at].startswith("<")]
    while chunks:
        chunk = chunks.pop()
        try:
            drawn = sheet.draw([pages[at] for at in chunk], ["#ffffff"] * len(chunk))
        except (PlaywrightError, ValueError):
            # One of them cannot be drawn: the others can.
            chunks += [[at] for at in chunk] if len(chunk) > 1 else []
            continue
        for at, one in zip(chunk, drawn, strict=True):
            if one is not None:
                left, top, right, bottom = (round(edge) for edge in one.root)
                pictures[at] = one.pixels[top:bottom, left:right]
    return pictures


def score_all(
    replies: Sequence[str], pages: Sequence[str], others: Sequence[str], sheet: Sheet
) -> list[Score]:
    """Every reply's scores."""
    drawn = (draw_all(sheet, htmls) for htmls in (pages, [unfenced(reply) for reply in replies], others))
    pictures = zip(*drawn, strict=True)
    return [score(*one) for one in zip(replies, pages, pictures, strict=True)]


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


def accepted(reply: str) -> bool:
    """Whether the language server, told this reply at its first question, makes an edit of an empty page."""
    at = EMPTY_PAGE.index("<main>") + len("<main>\n")
    target = Target(Document("file:///page.html", "html", 0, EMPTY_PAGE), Span(at, at))
    settings = Settings(checks=CheckSettings(repair_attempts=0))
    asked = ask(Question((), target, ScriptedCompleter([reply]), settings))
    # In a thread of its own: the browser's driver has a loop running in this one.
    with ThreadPoolExecutor(1) as aside:
        return isinstance(aside.submit(asyncio.run, asked).result(), Answer)


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
    return float(structural_similarity(*grounds))  # type: ignore[no-untyped-call]
