"""Refuses marks of another template engine than that of the file, which stops at them or shows them as text.

Only what an engine certainly lacks is looked for (Django, "The Django template language"; Jinja, "Template Designer
Documentation"; Twig, "Tags"; Liquid, "Tags"; Blade and Handlebars have no `{% %}` at all).
"""

import re
from collections.abc import Sequence

from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.nouns import Reason, Refusal, Span

_TEXT = r"(?:[^'\"{}]|'[^']*'|\"[^\"]*\")"
_CALL = rf"\{{\{{-?{_TEXT}{{0,200}}?\w\({_TEXT}{{0,200}}?\}}\}}"
_STATEMENT = r"\{%-?\s*[a-z]\w*[^%]{0,200}%\}"
_RUBY = r"<%[=-]?\s*\w[^%]{0,200}%>"
_OF_DJANGO = r"\{%-?\s*(?:(?:load|empty|csrf_token)\b|(?:url|static)\s+['\"])[^%]{0,200}%\}"
_ALIEN = {
    "django-html": rf"\{{%-?\s*(?:macro|set|call|elseif)\b[^%]{{0,200}}%\}}|{_CALL}",
    "jinja-html": _OF_DJANGO,
    "twig": rf"{_OF_DJANGO}|\{{%-?\s*elif\b[^%]{{0,200}}%\}}",
    "liquid": rf"\{{%-?\s*(?:extends|macro|set|load|csrf_token|elif)\b[^%]{{0,200}}%\}}|{_RUBY}",
    "blade": f"{_STATEMENT}|{_RUBY}",
    "handlebars": f"{_STATEMENT}|{_RUBY}",
    "erb": _STATEMENT,
}
_PATTERNS = {language: re.compile(pattern) for language, pattern in _ALIEN.items()}
_RAW = re.compile(r"\{%-?\s*(?:verbatim|raw)\b|@verbatim\b|<script\b", re.IGNORECASE)
_SHOWN = 60


def of_other_engine(language: Language, before: str, after: str, places: Sequence[Span]) -> Refusal | None:
    """Why texts that were inserted at `places` are refused; None where they go with the file."""
    pattern = _PATTERNS.get(language.id)
    if pattern is None or pattern.search(before):
        return None
    for part in places:
        found = pattern.search(after[part.start : part.end])
        if found is not None and not _RAW.search(after[: part.start + found.start()]):
            shown = " ".join(found[0].split())[:_SHOWN]
            return Refusal(
                Reason.SYNTAX,
                f"The reply has `{shown}`, which {language.name}'s templates do not have, so nothing was changed. Ask "
                f"in the instruction for {language.name}.",
                f"it has `{shown}`, which {language.name}'s templates do not have. Write it as {language.name} has it.",
            )
    return None
