"""Tells which programming language a text is in: by words that only it uses, and by what its grammar parses."""

import re
from collections.abc import Mapping, Sequence
from textwrap import dedent

from viscodex_model.read.code.grammars import fault_rows

# Each match is a point; patterns are of what hardly occurs elsewhere.
SIGNS: Mapping[str, str] = {
    "python": r"^\s*(?:def \w+\(.*|class \w+.*:|elif .*:|from [\w.]+ import|@\w+|if .*:|for \w+.* in .*:)$"
    r"|^\s*(?:return\b[^;{]*|import [\w.]+(?: as \w+)?)$|\bself\.|\"\"\""
    r"|\b(?:None|True|False)\b|^\s*\w+: (?:int|str|bool|float|list|dict|Union|Optional|List|Dict)\b",
    "javascript": r"\b(?:const|let|var) \w+ = |=>|\bfunction\b.*\{|===|!==|\brequire\(|^\s*export\b"
    r"|\bthis\.\w+|\bnull;|^\s*\}\);?$|\bnew \w+\(",
    "typescript": r":\s*(?:string|number|boolean|void|unknown|any)\b|\binterface \w+|\breadonly \w+"
    r"|^\s*type \w+ = |\bprivate \w+\("
    r"|^import type|\bas const\b|^\s*declare ",
    "html": r"</?(?:div|span|p|a|ul|li|td|tr|table|html|head|body|meta|link|title|img|h\d|pre|dt|dd)\b",
    "css": r"^\s*[\w-]+:\s*[^;{}()]+;$|^[.#]?[\w\s.,:#>-]+\{$",
    "json": r'^\s*"[^"]+":\s*(?:["\d\[{]|true|false|null)',
    "yaml": r"^\s*-?\s*[\w.-]+:(?:\s+[^{;]*)?$",
    "shellscript": r"^#!.*sh\b|\bfi$|\bthen$|\bdone$|\besac\b|\$\{?\w+|^\s*echo\b|^\w+=[\"\'$]|\|\| |;;",
    "c": r"^\s*#\s*(?:include|define|ifdef|ifndef|endif|if|undef|else)\b"
    r"|\b(?:unsigned|struct|extern|typedef|size_t|static inline)\b|/\*|\*/",
    "cpp": r"\bstd::|\btemplate\s*<|\bnamespace\b|^\s*(?:public|private|protected):|\bvirtual\b|::\w+\(",
    "java": r"\bpublic (?:static|class|void|final)\b|\bimport java|@Override|\bnew \w+\(.*\);",
    "go": r"\bfunc (?:\(\w+ \*?\w+\) )?\w+\(|:=|^package \w+|\berr != nil\b|^\t*import \(",
    "rust": r"\bfn \w+|\blet mut\b|\bimpl\b|\bpub (?:fn|struct|mod|use)\b"
    r"|->\s*(?:Self|Result|Option)|#\[\w+|^\s*///|::<",
    "ruby": r"^\s*(?:end|require '.*|module \w+|attr_\w+ .*)$|\bdo \|",
    "php": r"<\?php|\$this->|\$\w+ = ",
    "kotlin": r"\bfun \w+\(|\bval \w+|\bdata class\b",
    "csharp": r"^using [\w.]+;|\bnamespace [\w.]+|\bpublic (?:async|override|sealed|partial)\b",
    "swift": r"\bfunc \w+\(.*\) ->|\bguard let\b|\bvar \w+: \w+",
    "sql": r"^\s*(?:SELECT|INSERT INTO|CREATE TABLE|UPDATE|DELETE FROM)\b",
}  # fmt: skip
# Languages that one another's words occur in: what the open file says decides between them.
KIN: Mapping[str, Sequence[str]] = {
    "javascript": ("javascript", "typescript", "javascriptreact", "typescriptreact", "vue", "svelte", "html"),
    "typescript": ("typescript", "typescriptreact", "javascript", "vue", "svelte"),
    "html": ("html", "vue", "svelte", "php", "javascriptreact", "typescriptreact", "django-html"),
    "css": ("css", "scss", "less", "html", "vue", "svelte"),
    "c": ("c", "cpp", "objective-c"),
    "cpp": ("cpp", "c"),
    "json": ("json", "jsonc", "yaml", "javascript", "typescript"),
    "yaml": ("yaml", "json"),
}  # fmt: skip


def tell_language(text: str, *, open_file: str | None = None) -> str:
    """The LSP identifier of the likeliest language; "plaintext" where nothing speaks for one."""
    lines = max(1, sum(1 for line in text.splitlines() if line.strip()))
    points = {name: len(re.findall(signs, text, re.MULTILINE)) for name, signs in SIGNS.items()}
    likely = sorted(
        (name for name in points if points[name] >= 0.12 * lines), key=lambda name: -points[name]
    )[:4]
    if open_file and (not likely or any(open_file in KIN.get(name, (name,)) for name in likely)):
        return open_file if likely or fault_rows(dedent(text), open_file) == [] else "plaintext"
    scores = {name: points[name] - 1.5 * len(fault_rows(dedent(text), name) or ()) for name in likely}
    return max(scores, key=lambda name: scores[name]) if scores else "plaintext"
