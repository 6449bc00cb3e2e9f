"""What two scripts of a component both have and may not: names, and what a component calls once."""

import re

from viscodex_lsp.core.checks.forms.component.section import words_of
from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.nouns import Reason, Refusal

_NAME = re.compile(
    r"^(?:export\s+)?(?:(?:const|let|var|function|class|enum)\s+(?P<name>\w+)|(?:const|let|var)\s*\{(?P<names>[^{}]*)\})",
    re.MULTILINE,
)
_LOCAL = re.compile(r"(?P<key>[\w$]+)\s*(?::\s*(?P<local>[\w$]+))?")
# What a component's script may call once (Svelte, "$props"; Vue, "defineProps() & defineEmits()").
_ONCE = re.compile(r"\$props(?=\(\))|\bdefine(?:Props|Emits|Options|Slots|Expose)\b")


def names_again(new: str, there: str) -> bool:
    return bool(_names_in(new) & _names_in(there))


def _names_in(script: str) -> set[str]:
    """The names that statements at the top of a script declare."""
    names: set[str] = set()
    for found in _NAME.finditer(without_margin(script)):
        members = [part.partition("=")[0] for part in (found["names"] or "").split(",")]
        locals_ = (_LOCAL.fullmatch(part.strip().removeprefix("...")) for part in members)
        names |= {match["local"] or match["key"] for match in locals_ if match is not None}
        names |= {found["name"]} if found["name"] else set()
    return names


def called_twice(there: str, new: str) -> Refusal | None:
    """Why a script is refused that calls what the file's own calls already, and a component may call once."""
    again = set(_ONCE.findall(there)) & set(_ONCE.findall(new))
    if not again or words_of(new) in words_of(there):
        return None
    called = [line for line in new.split("\n") if any(name in line for name in again)]
    if all(words_of(line) in words_of(there) for line in called):
        return None
    name = f"{min(again)}()"
    return Refusal(
        Reason.SECOND_NAME,
        f"The reply calls `{name}`, which the file does already and a component may do once, so nothing was changed. "
        "Ask in the instruction for what uses the file's own.",
        f"it calls `{name}`, which the file does already and a component may do once. Write the markup with what the "
        "file has.",
    )


def twice_as_option(setup: str, there: str) -> bool:
    """Whether a script setup has props or events of its own beside those of the options, which it would replace."""
    own = [name for name in ("props", "emits") if re.search(rf"^[ \t]*{name}\s*:", there, re.MULTILINE)]
    return any(f"define{name.capitalize()}" in setup for name in own)
