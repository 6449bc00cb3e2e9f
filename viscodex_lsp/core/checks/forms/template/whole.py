"""Takes the content out of a whole template, for a place in one: what `{% extends %}` and the block around it hold.

A file extends one other, and has a block of each name once (Jinja, "Template Inheritance"; Laravel, "Blade Templates").
"""

from dataclasses import dataclass, field

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.forms.template.frames import out_of_frame
from viscodex_lsp.core.checks.forms.template.loops import out_of_loop
from viscodex_lsp.core.checks.forms.template.parts import OF_FILE, Part, open_blocks, parts_of
from viscodex_lsp.core.checks.forms.template.razor import in_razor_file
from viscodex_lsp.core.checks.forms.template.sheets import out_of_loops
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement, Span
from viscodex_lsp.core.text.difference import one_edit_a_place

_LONGEST = 100_000
_REPEATED = frozenset({"push", "prepend"})
"""Blocks that a file may have many times, each adding to the last."""
_MAIN = frozenset({"body", "content", "main", "page_content"})
"""What the block of a page's content is called, where a layout has others beside it."""
_QUOTED = 60
_NOT_CLEAR = Refusal(
    Reason.OTHER_PLACE,
    "The reply is a whole template, and it is not certain which of its blocks is meant for this place, so nothing was "
    "changed. Ask for the content of the block alone in the instruction.",
    "it is a whole template. Write only what goes to the mark, without what it extends and its blocks.",
)


@dataclass
class _Outcome:
    """What becomes of the parts of a template that are not its content."""

    notes: list[str] = field(default_factory=list)
    others: list[Replacement] = field(default_factory=list)
    above: list[str] = field(default_factory=list)


def in_template(code: str, place: Place) -> Formed | Refusal | None:
    """The content of a reply that draws its template's frame, blocks or loop again; None for others."""
    steps: list[Formed] = []
    for way in (in_razor_file, out_of_frame, out_of_template, out_of_loop, out_of_loops):
        step = way(steps[-1].code if steps else code, place)
        if isinstance(step, Refusal):
            return step
        steps += [step] if step is not None else []
    if not steps:
        return None
    others = one_edit_a_place(edit for step in steps for edit in step.others)
    return Formed(steps[-1].code, others=others, notes=tuple(note for step in steps for note in step.notes))


def out_of_template(code: str, place: Place) -> Formed | Refusal | None:
    """The content of the block that is meant for the place, where the reply is a template; a refusal where that is
    not certain; None for others."""
    text = place.lines.text
    around = text[: place.span.start] + text[place.span.end :]
    if not place.language.markup or len(code) > _LONGEST or not around.strip():
        return None
    parts = parts_of(code)
    if not parts:
        return None
    content = _content(parts, open_blocks(text[: place.span.start]))
    if content is None:
        extends = any(part.kind == "extends" for part in parts)
        begun = text[: place.span.start].strip()
        if extends and begun:
            return _NOT_CLEAR
        return _with_parts_of_file(parts, place) or _section_in_section(parts, place)
    found, own = _Outcome(), parts_of(text, loose=True)
    for part in parts:
        if part is not content:
            _place(part, own, place, found)
    told = () if content.kind == "text" else ("took the content out of a whole template",)
    inner = content.text if content.kind == "text" else content.inner
    return Formed(
        "\n".join((*found.above, inner.strip("\n"))),
        others=one_edit_a_place(found.others),
        notes=(*told, *found.notes),
    )


def _content(parts: list[Part], around: list[str]) -> Part | None:
    """The part that is meant for the place: the block that is open there; in a file that extends another, the only one
    of several lines, or what stands outside of all blocks."""
    blocks = [part for part in parts if part.kind == "block"]
    extends = any(part.kind == "extends" for part in parts)
    texts = [part for part in parts if part.kind == "text"]
    for part in blocks:
        if part.name in around and not texts and "\n" in part.inner:
            return part
    long = [part for part in blocks if "\n" in part.inner and part.word not in _REPEATED]
    main = [part for part in long if part.name.lower() in _MAIN]
    long = main if len(main) == 1 else long
    texts = texts if not main else []
    if not extends or len(long) + len(texts) != 1:
        return None
    return (long or texts)[0]


def _section_in_section(parts: list[Part], place: Place) -> Refusal | None:
    """Why another section of Blade is refused in one of a file that extends a layout, which shows it elsewhere."""
    text = place.lines.text
    around = [name for name in open_blocks(text[: place.span.start]) if name]
    new = next((part for part in parts if part.word == "section" and part.kind == "block"), None)
    extends = any(part.kind == "extends" for part in parts_of(text, loose=True))
    if new is None or not around or not extends or new.text.rstrip().endswith("@show"):
        return None
    return Refusal(
        Reason.OTHER_PLACE,
        f"The reply has {_named(new)}, but the place is in the section `{around[-1]}`, so nothing was "
        "changed. Choose a place outside of it, or ask for its content alone in the instruction.",
        f"it has {_named(new)}, but the mark is in the section `{around[-1]}`. Write only what goes into that.",
    )


def _with_parts_of_file(parts: list[Part], place: Place) -> Formed | None:
    """Code in which some parts are the file's alone: `{% load %}`, and what it has once."""
    text = place.lines.text
    around = open_blocks(text[: place.span.start])
    once = {part.name for part in parts_of(text, loose=True) if part.kind == "block"} - {"", *around}
    head = [
        part
        for part in parts
        if part.kind == "load" or part.word in OF_FILE or (part.kind == "block" and part.name in once)
    ]
    rest = [part for part in parts if part not in head and part.kind != "text"]
    if not head or rest or len(head) == len(parts) or not place.lines.text[: place.span.start].strip():
        return None
    found, own = _Outcome(), parts_of(place.lines.text, loose=True)
    for part in head:
        _place(part, own, place, found)
    body = "\n".join(part.text.strip("\n") for part in parts if part.kind == "text")
    return Formed(body, others=one_edit_a_place(found.others), notes=tuple(found.notes))


def _place(part: Part, own: list[Part], place: Place, found: _Outcome) -> None:
    """Say what becomes of a part beside the content, by the parts that the file has itself."""
    newline = place.style.newline
    alike = [
        other
        for other in own
        if (other.kind, other.name) == (part.kind, part.name) and (part.name or other.word == part.word)
    ]
    same = any(_words(other.text) == _words(part.text) for other in alike)
    if part.kind == "statement":
        found.above.append(part.text.strip())
    elif part.kind == "text":
        found.above.append(part.text.strip("\n"))
    elif same:
        found.notes.append(f"left out {_named(part)}, which the file has already")
    elif part.kind == "extends":
        has = any(other.kind == "extends" for other in own)
        why = "a file extends one other" if has else "the file extends none"
        found.notes.append(f"left out {_named(part)}: {why}")
    elif part.kind == "load":
        _load(part, own, place, found)
    elif part.word in _REPEATED or (
        not alike and (part.word in OF_FILE or any(other.kind == "extends" for other in own))
    ):
        end = len(place.lines.text.rstrip())
        text = newline * 2 + newline.join(part.text.strip("\n").split("\n"))
        found.others.append(Replacement(Span(end, end), text))
        found.notes.append(f"put {_named(part)} at the end of the file")
    else:
        why = "the file has one of its own" if alike else "it has no place in this file"
        found.notes.append(f"left out {_named(part)}: {why}")


def _load(part: Part, own: list[Part], place: Place, found: _Outcome) -> None:
    """Libraries of tags go below those that the file loads (Django, "Custom template tags and filters")."""
    known = {name for other in own if other.kind == "load" for name in other.name.split()}
    missing = [name for name in part.name.split() if name not in known]
    if not missing:
        found.notes.append(f"left out {_named(part)}, which the file has already")
        return
    last = max((other.end for other in own if other.kind in ("extends", "load")), default=0)
    line = part.text.strip() if " from " in part.text else f"{{% load {' '.join(missing)} %}}"
    newline = place.style.newline
    found.others.append(Replacement(Span(last, last), newline + line if last else line + newline))
    found.notes.append(f"put `{line}` at the top of the file")


def _named(part: Part) -> str:
    if part.kind == "block":
        return f"the {part.word} `{part.name}`" if part.name else f"the {part.word}"
    return f"`{' '.join(part.text.split())[:_QUOTED]}`"


def _words(text: str) -> str:
    return "".join(text.split()).replace('"', "'")
