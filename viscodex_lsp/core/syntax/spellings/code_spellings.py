"""Sound code that a grammar does not know, spelled as something that it does: one table for each language.

Each form is tried by `respelling` where the grammar found an error, and kept if it leaves fewer.
"""

import re
from collections.abc import Callable
from typing import Final

Form = Callable[[str], str]

_VISIBLE = re.compile(r"[^\n\r]")


def filled(text: str, character: str) -> str:
    """The text with each of its characters but line ends made another."""
    return _VISIBLE.sub(character, text)


def blanking(pattern: str, character: str = " ") -> Form:
    """A form that blanks out the group `out` of a pattern."""
    compiled = re.compile(pattern, re.MULTILINE)

    def form(text: str) -> str:
        return compiled.sub(
            lambda found: (
                text[found.start() : found.start("out")]
                + filled(found["out"], character)
                + text[found.end("out") : found.end()]
            ),
            text,
        )

    return form


_AMPERSAND_IN_VALUE = re.compile(r"""=\s*(?:"[^"\n]*&[^"\n]*"|'[^'\n]*&[^'\n]*')""")
_AMPERSAND_IN_TEXT = re.compile(r"(?<=[\w\"'}/>]>)[^<>{}]*&[^<>{}]*(?=</|<[A-Za-z>]|\{)")
_AMPERSAND_BESIDE_CODE = re.compile(r"(?<=\})[^<>{}]*&[^<>{}]*(?=</|<[A-Za-z>]|\{)")


def _letters_for_ampersands(*patterns: re.Pattern[str]) -> Form:
    """JSX takes any `&` in its text and values, be it the beginning of an entity or not."""

    def form(text: str) -> str:
        for pattern in patterns:
            text = pattern.sub(lambda found: found[0].replace("&", "n"), text)
        return text

    return form


_JSX: Final[tuple[Form, ...]] = (
    _letters_for_ampersands(_AMPERSAND_IN_VALUE, _AMPERSAND_IN_TEXT),
    _letters_for_ampersands(_AMPERSAND_BESIDE_CODE),
)

# `export { className as class }`: any word may stand behind `as`.
_ANY_NAME: Final = blanking(
    r"[{,][^{},\n]*\bas[ \t]+(?P<out>class|default|delete|for|function|if|in|new|this|var|with)\b", "x"
)
# `import("vue").Ref<string>` as a type.
_IMPORT_TYPE: Final = blanking(r"\b(?P<out>import\((?P<quote>[\"'])[^\"'\n]*(?P=quote)\))(?=\.\w)", "x")
# `<label class="a" for={b}>`: elements may have attributes that are keywords elsewhere. Only in a tag does `=` stand
# right behind one of them.
_KEYWORD_ATTRIBUTE: Final = blanking(
    r"(?<=\s)(?P<out>break|case|catch|class|const|continue|debugger|default|delete|do|else|export|extends|false"
    r"|finally|for|function|if|import|in|instanceof|new|null|return|super|switch|this|throw|true|try|typeof|var"
    r"|void|while|with)(?==[\"'{])",
    "x",
)
# `export default function (a: B): C;` in a declaration file: spelled `export function` and some name.
_NAMELESS: Final = re.compile(r"^([ \t]*export )default function(?=[ \t]*[<(])", re.MULTILINE)
# `export type * from "./a"`, TypeScript 5.0.
_EXPORT_TYPES: Final = blanking(r"(?:^|;)[ \t]*export(?P<out>[ \t]+type)(?=[ \t]*\*)")
# `accessor b = 1;` in a class (decorators), and `in out` of a type's parameter.
_ACCESSOR: Final = blanking(r"(?<=[\s;{])(?P<out>accessor)(?=[ \t]+[\w#$\[])")
_VARIANCE: Final = blanking(r"[<,]\s*(?P<out>in[ \t]+out)(?=[ \t]+\w+[ \t]*(?:[>,=]|extends\b))")
# The parameters of a generic class, function or type.
_TYPE_PARAMETERS: Final = re.compile(
    r"^([ \t]*(?:type|class|def|async[ \t]+def)[ \t]+\w+[ \t]*)(\[(?:[^\[\]]|\[(?:[^\[\]]|\[[^\[\]]*\])*\])*\])",
    re.MULTILINE,
)
_DEFAULT: Final = re.compile(r"=(?:[^,\[\]]|\[(?:[^\[\]]|\[[^\[\]]*\])*\])+(?=[,\]])")
# `` styled.div<Props>`…` ``: the types of a tagged template.
_TYPES_OF_A_TAG: Final = blanking(r"`(?P<out>>(?:>=|[^<>`]|>[^<>`]{0,200}+<){0,400}+<)(?=[\w\])])")
# `BOOST_CONSTEXPR A();`, `typedef __u64 __bitwise __le64;`: a word of a macro before another word.
_MACRO_WORD: Final = blanking(
    r"(?<![.>])\b(?P<out>(?:__(?:bitwise|user|force|init|exit|iomem|rcu|percpu|hidden"
    r"|always_inline|inline__|inline|extension__|packed)"
    r"|[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]|local)\b)(?=[ \t]+(?:~|::|[A-Za-z_])|[ \t]*\n[ \t]*~?\w+\()"
)
_NO_DIRECTIVES: Final = re.compile(r"(?:^(?![ \t]*\#)[^\n]*(?:\n|\Z))+", re.MULTILINE)
_SIGNED: Final = re.compile(r"\b__(signed|volatile|const)__\b")
# `int a[B] C_ALIGNED;`
_MACRO_BEHIND: Final = blanking(r"[\])][ \t]+(?P<out>_*[A-Z][A-Z0-9]*_[A-Z0-9_]*)(?=[ \t]*[;{,])")
# Directives among the names of an `enum`.
_ENUM: Final = re.compile(r"\benum\b[^{};]{0,200}\{[^{}]*\}")
_DEFINITIONS: Final = blanking(r"^(?P<out>[ \t]*\#[ \t]*(?:define|undef)\b(?:[^\n\\]|\\[^\n]|\\\n)*)")
# A name among those of an `enum` that a macro makes.
_MADE_NAME: Final = blanking(r"^[ \t]*[A-Z][A-Z0-9_]*(?P<out>\([^()\n]*\))(?=[ \t]*(?:,|=|/\*|$))")
# `#define f(a, more...)`, `g(1, struct h)`, `long __attribute__((aligned(4))) i;`: forms of GNU C and of macros.
_NAMED_REST: Final = blanking(
    r"^[ \t]*\#[ \t]*define[ \t]+\w+\([^()\n]{0,200}?(?P<out>\w{1,60})\.\.\.[ \t]*\)"
)
_TYPE_GIVEN: Final = blanking(r",\s*(?P<out>struct\s)(?=\s*\w+\s*\))")
_ATTRIBUTE: Final = blanking(r"(?P<out>__attribute__\s*\(\((?:[^(){};]|\([^(){};]*\))*\)\))")
# `__struct_group(, a, , int b; );`
_GROUP: Final = re.compile(
    r"(__struct_group\([^,;{}()]*,[^,;{}()]*,[^,;{}()]*,)((?:[^(){}]++|\([^(){}]*+\))*+)\)(?=[ \t]*;)"
)
_CHOICE: Final = blanking(r"^[ \t]*\#[ \t]*(?:el)?if\b[^?\n]*(?P<out>\?[^\n]*)")
# `DECLARE_ARRAY(int, a);` among the members of a structure.
_MEMBER: Final = re.compile(
    r"^([ \t]*)(_*[A-Z][A-Z0-9_]{4,}\([^(){};]*(?:\([^(){};]*\)[^(){};]*)*\))(?=[ \t]*;)", re.MULTILINE
)
_PARAMETERS: Final = re.compile(
    r"\b((?:OF|PROTO|PARAMS|__P|P_|_ANSI_ARGS_)[ \t]*\()(\((?:[^()]|\([^()]*\))*\))\)"
)


def _without_definitions_in_lists(text: str) -> str:
    return _ENUM.sub(lambda found: _DEFINITIONS(found[0]), text)


def _without_types_of_tags(text: str) -> str:
    # Read backwards, from the backtick on: forwards, any `<` of the text could begin them.
    return _TYPES_OF_A_TAG(text[::-1])[::-1] if ">`" in text else text


def _without_old_macros(text: str) -> str:
    """`int f OF((int a));`, for compilers of C from before 1989."""
    return _PARAMETERS.sub(lambda found: " " * len(found[1]) + found[2] + " ", text)


def _with_plain_groups(text: str) -> str:
    return _GROUP.sub(lambda found: f"struct {{{filled(found[1], ' ')[8:]}{found[2]}}}", text)


def _without_macro_words(text: str) -> str:
    return _NO_DIRECTIVES.sub(lambda lines: _SIGNED.sub(r"  \1  ", _MACRO_WORD(lines[0])), text)


def _with_plain_members(text: str) -> str:
    return _MEMBER.sub(
        lambda found: f"{found[1]}int {filled(found[2][4:], 'x')}" if "\n" not in found[2] else found[0], text
    )


def _without_defaults_of_types(text: str) -> str:
    """`type A[T = int] = B`, Python 3.13."""
    return _TYPE_PARAMETERS.sub(
        lambda found: found[1] + _DEFAULT.sub(lambda one: filled(one[0], " "), found[2]), text
    )


def _with_a_name(text: str) -> str:
    return _NAMELESS.sub(r"\1function unnamed", text)


_EXPRESSION_BELOW: Final = re.compile(
    r"=~(?P<between>[ \t]+\\\n[ \t]*)(?P<out>[^\s\"'$][^\n\"']{0,400}?)(?=[ \t]+\]\])"
)


def _with_expression_below(text: str) -> str:
    """A regular expression of a shell on the line below its sign, as a word to compare with."""
    return _EXPRESSION_BELOW.sub(lambda found: f"=={found['between']}{filled(found['out'], 'x')}", text)


CODE_FORMS: Final[dict[str, tuple[Form, ...]]] = {
    "python": (_without_defaults_of_types,),
    "typescript": (
        _IMPORT_TYPE,
        _ANY_NAME,
        _EXPORT_TYPES,
        _ACCESSOR,
        _VARIANCE,
        _without_types_of_tags,
        _with_a_name,
    ),
    "javascript": (_KEYWORD_ATTRIBUTE, *_JSX, _ANY_NAME, _ACCESSOR),
    "javascriptreact": (_KEYWORD_ATTRIBUTE, *_JSX, _ANY_NAME, _ACCESSOR),
    "typescriptreact": (
        _KEYWORD_ATTRIBUTE,
        *_JSX,
        _IMPORT_TYPE,
        _ANY_NAME,
        _EXPORT_TYPES,
        _ACCESSOR,
        _VARIANCE,
        _without_types_of_tags,
    ),
    "shellscript": (
        # More commands on the line of a here-document.
        blanking(r"<<-?\s*(?P<quote>['\"]?)\w+(?P=quote)(?P<out>[ \t]*;[^\n]*)"),
        # Patterns of `shopt -s extglob`.
        blanking(r"(?P<out>[!?*+@]\((?:[^()\n'\"`]|[!?*+@]\([^()\n'\"`]*\))*\))", "x"),
        # A regular expression, and one on the line below its sign.
        blanking(r"=~[ \t]+(?P<out>[^\s\"'$][^\n\"']{0,400}?)(?=[ \t]+\]\])", "x"),
        _with_expression_below,
        # A pattern of a `case` with a quoted part, `?*' '?*)`.
        blanking(r"^[ \t]*(?P<out>[?*]+'[^'\n()]{0,40}'[?*]*)(?=\)[ \t]*$)", "x"),
        # A `|` in the word of an expansion, `${a:+b|c}`.
        blanking(r"\$\{\w+:?[-+=?][^{}|\n]*(?P<out>\|)[^{}\n]*\}", "x"),
        # A pattern that begins with `*` in a test.
        blanking(r"\[\[(?:(?!\[\[)[^\n])*?(?:=|!=)[ \t]+(?P<out>\*)(?=[\w.-])", "x"),
        # `while case … esac do`: no `;` is needed behind `esac`.
        blanking(r"\besac(?P<out> )do\b", ";"),
    ),
    "kotlin": (
        # A guard in a branch of `when`, Kotlin 2.2.
        blanking(r"^[ \t]*+(?!if\b)[^\n{}\"/]*?[\w>)\]](?P<out> if\b[ \t]*(?!->)\S[^\n]*?)(?=->)"),
        # What a declaration takes from its surroundings, Kotlin 2.2.
        blanking(
            r"^[ \t]*(?P<out>context\([^()\n]*\))(?=\s+(?:(?:inline|internal|operator|override|private|protected|public"
            r"|suspend)\s+){0,4}(?:fun|val|var|class)\b)"
        ),
        # A comparison, which looks like the beginning of types: those have no blanks around.
        blanking(r"[\w)\]][ \t]+(?P<out><)[ \t]+(?=[\w(-])", ">"),
        # `dynamic` as a name.
        blanking(r"\b(?P<out>dynamic)(?=\s*(?:[.,)=:\[?]|$))", "x"),
        # An empty list in an annotation, and a comma behind the last parameter of a type.
        blanking(r"(?P<out>\[\])", "0"),
        blanking(r"(?P<out>,)(?=\s*>)"),
        # What is said of the constructor, on a line between a class and it.
        blanking(
            r"^[ \t]*(?P<out>@\w+(?:\([^()\n]*\))?)(?=\s+(?:(?:internal|private|protected|public)\s+)?constructor\b)"
        ),
        # Members of a class on one line: a `;` is needed before the `}` there.
        blanking(r"[\w)}\]\"][ \t]*(?P<out>[ \t])\}", ";"),
        # `$$"""…$$a…"""`, Kotlin 2.2.
        blanking(r"(?<![\w$])(?P<out>\$\$+)(?=\")"),
        # `suspend` as the name of a function.
        blanking(r"\bfun\b(?:\s*<[^<>\n]*>)?\s+(?P<out>suspend)(?=\s*\()", "x"),
    ),
    "rust": (
        blanking(r"(?P<out>[~$])(?=[)\]])", "!"),
        # `safe fn f();` in an `unsafe extern` block, edition 2024.
        blanking(r"(?<=[\s{;])(?P<out>safe)(?=[ \t]+(?:fn|static)\b)"),
    ),
    "java": (
        # `import module a.b;`, Java 25.
        blanking(r"^[ \t]*import(?P<out>[ \t]+module)(?=[ \t]+[\w.]+[ \t]*;)"),
    ),
    "csharp": (
        # `a?.b = c;`, C# 14.
        blanking(r"(?P<out>\?)(?=\.[\w.]+[ \t]*(?:\?\?|[-+*/%&|^])?=(?![=>]))"),
    ),
    "c": (
        _without_macro_words,
        _MACRO_BEHIND,
        _without_old_macros,
        _without_definitions_in_lists,
        _MADE_NAME,
        _NAMED_REST,
        _TYPE_GIVEN,
        _ATTRIBUTE,
        _CHOICE,
        _with_plain_groups,
        _with_plain_members,
    ),
    "cpp": (
        # The object itself as the first parameter, C++23.
        blanking(r"\((?P<out>this)(?=[ \t]+(?:const[ \t]+)?[\w:]+[ \t]*+&{0,2}+[ \t]*+\w+[ \t]*+[,)])"),
        _without_macro_words,
        _MACRO_BEHIND,
        # Qt's words: `emit f();`, `signals:`, `SIGNAL(f(int))`.
        blanking(r"^[ \t]*(?P<out>(?:emit|Q_EMIT)\b)(?=[ \t]+\w)"),
        blanking(r"\b(?:SIGNAL|SLOT)\(\w+(?P<out>\([^()]*\))(?=\))"),
        # Modules, C++20.
        blanking(r"^(?P<out>[ \t]*(?:export\s+)?(?:module|import)\b[ \t]*+[\w.:<>\"/]*+[ \t]*+;)"),
        blanking(r"^[ \t]*(?P<out>export\s)(?=\s*[\w\[~:])"),
    ),
}
