"""How many of a page's words another page has: WebCode2M's BLEU and ROUGE.

Source: Y. Gui et al., "WebCode2M: A Real-World Dataset for Code Generation from Webpage Designs" (2024, arXiv
2404.06369), and its published evaluator: BLEU of single words as nltk computes it (K. Papineni et al., 2002), and the
recall of different words, ROUGE-1, as the package `rouge` computes it.
"""

import math
from collections import Counter

from bs4 import BeautifulSoup


def word_scores(predicted: str, original: str) -> tuple[float, float]:
    """BLEU-1 and the recall of ROUGE-1 of two pages' texts, each in 0..1; 0 where a page has no text."""
    given, wanted = (BeautifulSoup(html, "html.parser").get_text().split() for html in (predicted, original))
    return _bleu_1(given, wanted), _recall(given, wanted)


def _bleu_1(given: list[str], wanted: list[str]) -> float:
    hits = (Counter(given) & Counter(wanted)).total()
    return hits / len(given) * min(1.0, math.exp(1 - len(wanted) / len(given))) if hits else 0.0


def _recall(given: list[str], wanted: list[str]) -> float:
    ours, theirs = _different(wanted), _different(given)
    return len(ours & theirs) / len(ours) if ours else 0.0


def _different(words: list[str]) -> set[str]:
    """The package takes a full stop for the end of a sentence, also within a word; stops alone leave an empty
    word."""
    sentences = [part for part in " ".join(words).split(".") if part]
    return {word for sentence in sentences for word in " ".join(sentence.split()).split(" ")}
