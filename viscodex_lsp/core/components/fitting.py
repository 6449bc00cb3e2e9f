"""Which of a project's components fit a picture and a place: those that the file and its neighbours use, those that the
words of the picture name, and the plain controls that most pictures show."""

import math
import re
from collections.abc import Iterable
from itertools import islice
from posixpath import dirname
from typing import Final

from viscodex_lsp.core.components.imports import Offer
from viscodex_lsp.core.components.project import Project
from viscodex_lsp.core.components.roles import CONTROLS, without_prefix, words_of

MOST_FITTING: Final = 60
_MOST_LOOKED_AT: Final = 400
_MOST_OF_A_WORD: Final = 2_000
_OLD: Final = re.compile(
    r"(?:^|/)(?:legacy|deprecated|old|examples?|demo|storybook|__\w+__|tests?|e2e|mocks?)(?:/|$)", re.I
)
_WORD: Final = re.compile(r"[A-Za-z][a-z]{2,}")
_MOST_LINES: Final = 400
# What components for a kind of picture are called.
_KINDS: Final = {
    "code": "code snippet highlight editor",
    "terminal": "terminal console log shell",
    "table": "table row column cell data grid list",
    "page": "layout section header footer hero navigation",
    "chart": "chart graph plot axis legend series",
    "diagram": "diagram flow graph node edge",
    "photograph": "image photo picture gallery avatar",
}


def words_of_picture(kind: str, lines: Iterable[str]) -> str:
    """What a picture says, as it was read, and the words for what it is."""
    return " ".join((_KINDS.get(kind, ""), *islice(lines, _MOST_LINES)))


def fitting(project: Project, words: str = "") -> tuple[Offer, ...]:
    """The components that may fit, the best first; `words` are those of the request and of the picture, where it was
    read."""
    wanted = {word.lower() for word in _WORD.findall(words[:20_000])}
    imported = {use.name for use in project.own}
    everything = list(islice(project.names(), MOST_FITTING + 1))
    few = everything if len(everything) <= MOST_FITTING else ()
    names = dict.fromkeys(
        (*imported, *project.called(CONTROLS), *_named_by(wanted, project), *_beside(project), *few)
    )
    least = 0.1 if few else 0.0
    scored = [(_by_name(name, project, wanted, imported) + least, name) for name in names]
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], pair[1]))
    offers = [
        (score + _by_place(offer, project), offer)
        for score, name in best[:_MOST_LOOKED_AT]
        for offer in _some(project, name)
    ]
    ordered = sorted(offers, key=lambda pair: (-pair[0], pair[1].name, pair[1].module))
    return tuple(offer for _, offer in ordered[:MOST_FITTING])


def _named_by(wanted: set[str], project: Project) -> Iterable[str]:
    """The names that have one of the words; not for words that most names have."""
    for word in sorted(wanted):
        found = project.workspace.with_word(word)
        if len(found) <= _MOST_OF_A_WORD:
            yield from sorted(found)


def _beside(project: Project) -> Iterable[str]:
    """What the files beside this one import."""
    workspace = project.workspace
    return (use.name for path in workspace.beside(project.path) for use in workspace.facts(path).uses)


def _by_name(name: str, project: Project, wanted: set[str], imported: set[str]) -> float:
    score = 0.0
    if name in imported:
        score += 5
    if "".join(without_prefix(name, project.prefix)) in CONTROLS:
        score += 2
    users = project.workspace.users(name)
    score += math.log2(1 + len(users)) / 2
    here = dirname(project.path)
    score += 2 if any(dirname(user) == here for user in users) else 0
    own = set(without_prefix(name, project.prefix))
    score += 4 * len(own & wanted) / max(len(own), 1)
    return score


def _by_place(offer: Offer, project: Project) -> float:
    file = offer.component.file
    score = 1.0 if dirname(file) == dirname(project.path) else 0.0
    score += 1.0 if re.search(r"(?:^|/)(?:ui|components?|lib|shared|design-system)/", file) else 0.0
    return score - (4.0 if _OLD.search(file) else 0.0)


def _some(project: Project, name: str) -> Iterable[Offer]:
    """The one that is meant, or the first two where several may be."""
    offers = project.named(name)
    chosen = project.chosen(offers)
    return (chosen,) if chosen is not None else offers[:2]


def fitting_assets(project: Project, words: str, *, most: int = 12) -> tuple[str, ...]:
    """Pictures and icons of the project whose names are among the words."""
    wanted = {word.lower() for word in _WORD.findall(words[:20_000])}
    scored = []
    for asset in sorted(project.workspace.assets):
        own = set(words_of(asset.rpartition("/")[2].partition(".")[0]))
        if own & wanted:
            scored.append((-len(own & wanted) / len(own), asset))
    return tuple(asset for _, asset in sorted(scored)[:most])
