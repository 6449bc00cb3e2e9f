"""Refuses an edit of YAML or JSON that gives a mapping a key twice, of which readers take one or none (YAML 1.2.2,
3.2.1.3; RFC 8259, 4)."""

from viscodex_lsp.core.checks.json_values import LANGUAGES, tokens
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement
from viscodex_lsp.core.syntax.syntax import Tree
from viscodex_lsp.core.text.difference import apply_replacements

_LONGEST = 100_000
# The time that each further level takes grows with those that are open.
_MOST_NESTED = 200
_MERGE = "<<"


def key_twice(before: Tree, replacements: tuple[Replacement, ...]) -> Refusal | None:
    """Why the edits are refused; None where they bring no second key, or the text cannot be read."""
    size = len(before.text) + sum(len(part.text) for part in replacements)
    if before.language.id not in LANGUAGES | {"yaml"} or size > _LONGEST:
        return None
    had, new = (
        _keys_twice(_as_yaml(text) if before.language.id in LANGUAGES else text)
        for text in (before.text, apply_replacements(before.text, replacements))
    )
    if had is None or new is None:
        return None
    again = sorted(new - had)
    if not again:
        return None
    key = again[0]
    return Refusal(
        Reason.SECOND_NAME,
        f"The reply writes the key `{key}` beside another `{key}`, so nothing was changed. Select the old lines to "
        "replace them, or choose another place.",
        f"the mapping at the mark has the key `{key}` already. Write only what is new.",
    )


def _as_yaml(text: str) -> str:
    """JSON as YAML reads it, without comments; a comma too many, as a text may have at the place, is none to it."""
    return " ".join(token[0] for token in tokens(text))


def _keys_twice(text: str) -> set[str] | None:
    """The keys that a mapping of the text has twice; None where it cannot be read. Its events are read, as an alias may
    stand for any number of nodes."""
    import yaml

    twice: set[str] = set()
    opened: list[_Open] = []
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, yaml.CollectionEndEvent):
                opened.pop()
            holder = opened[-1] if opened else None
            if len(opened) > _MOST_NESTED:
                return None
            if isinstance(event, yaml.CollectionStartEvent):
                opened.append(_Open(isinstance(event, yaml.MappingStartEvent)))
            elif holder is not None and isinstance(
                event, yaml.ScalarEvent | yaml.AliasEvent | yaml.CollectionEndEvent
            ):
                key = event.value if isinstance(event, yaml.ScalarEvent) else ""
                twice |= {key} if holder.takes(key) else set()
    except (yaml.YAMLError, RecursionError):
        return None
    return twice


class _Open:
    """A mapping or list that is open, and what it has so far."""

    def __init__(self, is_mapping: bool) -> None:
        self._is_mapping, self._at_key = is_mapping, True
        self._keys: set[str] = set()

    def takes(self, key: str) -> bool:
        """Take the next node; whether it is a key that is there already."""
        if not self._is_mapping:
            return False
        at_key, self._at_key = self._at_key, not self._at_key
        again = at_key and key in self._keys and key not in ("", _MERGE)
        self._keys |= {key} if at_key else set()
        return again
