"""The rules and declarations of one block of a file's style sheet, to be asked by selector and by property."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from viscodex_lsp.core.checks.sheets.items import Item, items_of
from viscodex_lsp.core.checks.sheets.sameness import Body, Setting, body, parts, selector, setting
from viscodex_lsp.core.checks.sheets.settings import NEVER, Settings

_MOST_STEPS = 200_000
# Among the names of what a rule sets: it has rules in it.
NESTED = "&"


class TooMuchError(Exception):
    """Two style sheets take too long to be compared."""


class Effort:
    """How much is looked up while two style sheets are compared: long lists of selectors have many properties each."""

    def __init__(self) -> None:
        self._left = _MOST_STEPS

    def spend(self, steps: int) -> None:
        self._left -= steps
        if self._left < 0:
            raise TooMuchError


class Level:
    """Blocks of the same selector count as one; `items` are theirs in the order of the file."""

    def __init__(self, text: str, items: Iterable[Item], effort: Effort, *, slashes: bool) -> None:
        self._text, self._slashes, self._effort = text, slashes, effort
        self._rules: dict[str, list[Item]] = {}
        self._below: dict[str, Level] = {}
        self._bodies: dict[str, list[Body]] = {}
        self.values: dict[str, list[Setting]] = {}
        self.names: set[str] = set()
        self.at: dict[str, int] = {}
        self.settings = Settings()
        for item in items:
            if item.head:
                self._rules.setdefault(selector(item.head), []).append(item)
            elif (one := setting(item)) is not None:
                self.values.setdefault(one.property, []).append(one)
                self.settings.put(one.property, item.span.start)
                self.names.add(one.name)
                self.at[one.property] = item.span.start

    def rules(self, head: str) -> Sequence[Item]:
        """The rules with a selector, as `selector` writes it."""
        return self._rules.get(head, ())

    def below(self, head: str) -> "Level":
        """What is in the rules with a selector."""
        if head not in self._below:
            held = (each for one in self.rules(head) for each in self._inside(one))
            self._below[head] = Level(self._text, held, self._effort, slashes=self._slashes)
        return self._below[head]

    def bodies(self, head: str) -> Sequence[Body]:
        """What the rules with a selector say."""
        if head not in self._bodies:
            self._bodies[head] = [body(one.body, slashes=self._slashes) for one in self.rules(head)]
        return self._bodies[head]

    def last_set(self, head: str, name: str) -> int:
        """The last place where a rule for one of the selectors of a list sets a property, or one that sets it too."""
        known = self._set_for
        wanted = parts(head)
        self._effort.spend(len(wanted))
        return max((known[part].last(name) for part in wanted if part in known), default=NEVER)

    def end_of(self, head: str, names: Iterable[str]) -> int:
        """Where the last rule for one of the selectors of a list ends that sets one of the properties."""
        last = max((self.last_set(head, name) for name in names), default=NEVER)
        around = (rule.span for rules in self._rules.values() for rule in rules)
        return next((span.end for span in around if span.start <= last < span.end), NEVER)

    @cached_property
    def _set_for(self) -> dict[str, Settings]:
        """For each selector what its rules set, those with a list of selectors too."""
        found: dict[str, Settings] = {}
        for head, rules in self._rules.items():
            wanted = parts(head)
            for rule in rules:
                said = [(item.span.start, one) for item in self._inside(rule) if (one := setting(item))]
                if any(item.head for item in self._inside(rule)):
                    said.append((rule.span.start, Setting(NESTED, "")))
                self._effort.spend(len(wanted) * len(said))
                for part in wanted:
                    known = found.setdefault(part, Settings())
                    for at, one in said:
                        known.put(one.property, at)
        return found

    def _inside(self, rule: Item) -> Iterable[Item]:
        return items_of(self._text, rule.inner, slashes=self._slashes)
