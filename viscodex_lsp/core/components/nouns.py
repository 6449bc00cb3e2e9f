"""What a project's files offer: components with their props, design tokens, and where names come from.

text of a file → FileFacts → (all files together) Project → what one file may use
"""

import re
from dataclasses import dataclass
from typing import Final

PRINTABLE: Final = re.compile(r"[^\x20-\x7e\u00a0-\u024f\u2010-\u2027]")
LONGEST_TYPE: Final = 80
LONGEST_DOC: Final = 100
MOST_PROPS: Final = 60


@dataclass(frozen=True, slots=True)
class Prop:
    """One property of a component. `type` is as written, cut to one short line; "" where it is not known."""

    name: str
    type: str = ""
    required: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        """The words it takes, where its type is a union of string literals and nothing else."""
        parts = [part.strip() for part in self.type.split("|")]
        if not all(re.fullmatch(r"""(["'])[^"']*\1|undefined|null""", part) for part in parts):
            return ()
        return tuple(part.strip("\"'") for part in parts if part not in {"undefined", "null"})


@dataclass(frozen=True, slots=True)
class TypeUse:
    """Props that come from a type of another file: without some (`Omit`), some alone (`Pick`), none of them required
    (`Partial`)."""

    name: str
    module: str
    without: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class PropType:
    """A type of props that a file exports; its fields are as those of a component."""

    name: str
    props: tuple[Prop, ...] = ()
    native: str = ""
    open: bool = False
    children: bool = False
    types: tuple[TypeUse, ...] = ()


@dataclass(frozen=True, slots=True)
class Component:
    """A component as its file exports it.

    `name` is what it is called there, or its tag for custom elements and Angular; `exported` the name of its export,
    "default" among them, "" where it is used by its tag alone. `native` is the HTML element that it draws itself, ""
    where that is not known. `open` says that it takes more props than are listed, `children` that it shows what is
    put into it. `events` are those that it is known to send, `doc` is the first sentence of its documentation.
    `types` are those of other files that add to its props. `standalone` is false for one of Angular's that can be used
    only by a module that declares it.
    """

    name: str
    exported: str
    framework: str
    props: tuple[Prop, ...] = ()
    native: str = ""
    open: bool = False
    children: bool = False
    events: tuple[str, ...] = ()
    doc: str = ""
    file: str = ""
    class_name: str = ""
    standalone: bool = True
    types: tuple[TypeUse, ...] = ()

    def prop(self, name: str) -> Prop | None:
        """The prop of this name."""
        return next((prop for prop in self.props if prop.name == name), None)


@dataclass(frozen=True, slots=True)
class Token:
    """A named value of the design: `name` as it is written in code ("--brand", "$brand", "brand-500").

    `kind` is css, scss, tailwind, theme or json; `group` color, spacing, radius, font or other; `value` the literal
    that it stands for.
    """

    name: str
    kind: str
    group: str
    value: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Reexport:
    """`export { name as exported } from "module"`; both are "*" for `export *`."""

    module: str
    name: str
    exported: str


@dataclass(frozen=True, slots=True)
class NgModule:
    """A module of Angular: its class, what its components may use (`imports`), and what others get by it (`exports`);
    all are names of classes as its file knows them."""

    name: str
    declarations: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """An import of something that could be a component: its name and the module it comes from."""

    name: str
    module: str


@dataclass(frozen=True, slots=True)
class Value:
    """A function, hook or constant that a file exports: its name there, and that of the export ("default" among
    them)."""

    name: str
    exported: str


@dataclass(frozen=True, slots=True)
class FileFacts:
    """All that is kept of one file; `exports` are names that it exports without being known as components, `values`
    those of functions and constants."""

    components: tuple[Component, ...] = ()
    tokens: tuple[Token, ...] = ()
    reexports: tuple[Reexport, ...] = ()
    exports: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()
    modules: tuple[NgModule, ...] = ()
    types: tuple[PropType, ...] = ()
    values: tuple[Value, ...] = ()

    def __bool__(self) -> bool:
        offered = self.components or self.tokens or self.reexports or self.exports or self.values
        return bool(offered or self.uses or self.modules or self.types)


def one_line(text: str, limit: int) -> str:
    """The text as one short line of plain characters, so that nothing in it can be more than data."""
    return PRINTABLE.sub("", " ".join(text.split()).replace("`", "'"))[:limit].strip()
