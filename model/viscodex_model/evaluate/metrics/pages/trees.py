"""TreeBLEU: how much of a page's nesting another page has.

Source: Y. Gui et al., "WebCode2M: A Real-World Dataset for Code Generation from Webpage Designs" (2024, arXiv
2404.06369): of the original's subtrees of height one (an element and its children's names, in order), each kind counted
once, the share that the other page has as well.
"""

from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag


def tree_bleu(predicted: str, original: str) -> float:
    """The share in 0..1; 0 where the original nests nothing."""
    wanted = set(_subtrees(original))
    return len(wanted & set(_subtrees(predicted))) / len(wanted) if wanted else 0.0


def _subtrees(html: str) -> Iterator[tuple[str, ...]]:
    for element in BeautifulSoup(html, "html.parser").find_all(True):
        children = [child.name.lower() for child in element.children if isinstance(child, Tag)]
        if children:
            yield (element.name.lower(), *children)
