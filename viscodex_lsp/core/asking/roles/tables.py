"""The words by which models say what a block is: in English and, where a word is enough, in other languages.

Each pattern is held against one text without emphasis: the paragraph above a fence, or a heading. Words that a person
may well use of code for the place ("before the footer", "the current user") count only where they are all that is said.
"""

import re

_NUMBERED = (
    r"(?:option|alternative|approach|variant|variante|version|method|solution|way|möglichkeit|opción|opção)"
)
ALTERNATIVE = re.compile(
    rf"""^\W*(?:
        (?:or|oder|ou|o\ bien|oppure|или)\b(?!\w)
      | (?:alternativ|otra\ (?:opción|forma|versión|manera)|une?\ autre\ |eine\ andere|als\ alternative|sinon)
      | (?:another|a\ different|one\ more|a\ second|the\ other)\ (?:way|version|option|approach|variant|possibility)
      | (?:或者|另一种|另外一种|または|あるいは|別の)
      | if\ you(?:['’]d|\ would)?\ (?:rather|prefer|like\ it\ better)
      | {_NUMBERED}\ (?:[2-9b-e]|two|three)\b | (?:方案|方法|选项|案)\ *[二三2-9bB]
      | (?:a|the)\ (?:shorter|simpler|simplified|more\ compact|older|previous)\ (?:\w+\ )?(?:version|variant|form|way)
    )
    | \b{_NUMBERED}\ [2-9]\b
    | \balternatively\b | \bif\ you(?:['’]d)?\ prefer\b | \bas\ an\ alternative\b
    | \b(?:shorter|simpler|simplified|more\ compact|older|previous)\ (?:version|variant|form)\b
    | ^\W*(?:with|in|for|on|using)\ \w+\ v?\d[\w.+]*,?\ (?:you|it|this|that|use)\b
    | ^\W*(?:falls|wenn|si|se)\ [^.:]*\b(?:auch|lieber|stattdessen|sinon|plutôt|también|anche)\b
    | \bif\ you(?:['’]re|\ are)?\ (?:us\w+|on|with)\ [^.:]*\b(?:would\ be|instead|the\ same|looks\ like|becomes)\b
    | ^\W*(?:the\ )?same\ (?:thing|idea|code)?\b[^.]*\b(?:but|as|using)\b
    | ^\W*(?:the\ )?(?!new|updated|final|full|complete|corrected|fixed|improved|current|better|working)
      (?:[\w.+-]+\ ){{1,3}}(?:version|variant|equivalent)\W*$
    | ^\W*equivalent\b
    | \bcan\ also\ (?:be\ )?(?:write|written|do|done|use)\b
    | [.:;]\ (?:or|oder|ou)\b,?\ (?:if|with|using|you|wenn|mit|si|avec)\b
    | \binstead(?:\ of\ (?!this\b|that\b)[^.]*)?\ ?[:.]?$""",
    re.IGNORECASE | re.VERBOSE,
)
FIRST_OF_MORE = re.compile(
    rf"^\W*(?:{_NUMBERED}\ (?:1|a|one)\b|(?:方案|方法|选项|案)\s*[一1aA])", re.IGNORECASE
)
BEST = re.compile(
    r"\brecommended\b|\bpreferred\b|\bempfohlen\b|\brecomendad[oa]\b|\brecommandée?\b|推荐", re.IGNORECASE
)
# Two blocks that each say for whom they are: one of them is for this file.
FOR_WHOM = re.compile(
    r"^\W*(?:if you(?:['’]re| are)? (?:already |still )?(?:on|using|use|with)\b"
    r"|(?:for|with|in|using) [A-Z][\w.]+ (?:v|version )?\d{1,2}(?:\.\d+)?\+?(?!\w))",
    re.IGNORECASE,
)
_THING = r"(?:code|version|function|method|component|markup|query|file|section|rule|block|implementation|\w+)"
BEFORE = re.compile(
    rf"""^\W*(?:
        (?:the\ |your\ )?(?:code\ )?before(?:\ (?:the\ |your\ |this\ )?(?:changes?|edits?|refactor\w*|update))?
          (?:\s*[(:–—-].*)?
      | (?:the\ |your\ )?(?:old|original|current|existing|previous)(?:\ {_THING}){{0,3}}
          (?:\ (?:looks?\ like\ this|is|was|reads?|does\ this))?\s*(?:\([^)]*\))?
      | (?:currently|right\ now|at\ the\ moment|today),?\ (?:you\ have|you['’]ve|your|it|the|this)\b.*
      | you\ (?:currently|now|already|probably)\ have\b.*
      | instead\ of(?:\ this)?
      | (?:vorher|bisher|alt|avant|antes|prima|до|было|之前|修改前|原来|原代码|変更前|修正前)\s*(?:\([^)]*\))?
    )\s*[:：.]?\s*$
    | \byour\ (?:current|existing|original|old)\ (?:\w+\ ){{1,3}}(?:looks?\ like|is|reads?)(?:\ this)?\s*:?$""",
    re.IGNORECASE | re.VERBOSE,
)
WRONG = re.compile(
    r"^\W*(?:(?:don['’]t|do not|never) (?:do|write|use)\b|avoid(?: this)?\W*$|instead of this\W*$"
    r"|(?:bad|wrong|incorrect|not like this|falsch|nicht so|incorrecto|incorrect)\b(?: [\w-]+){0,3}\W*$|错误)"
    r"|^\s*❌",
    re.IGNORECASE,
)
SEVERAL = re.compile(
    r"\b(?:(?:two|three|four|several|a few|some|both|different|[234]) (?:[\w-]+ )?)(?:ways|approaches|alternatives"
    r"|possibilities)\b"
    r"|\b(?:there are|here are|you have|i see|possible|alternative) "
    r"(?:(?:two|three|four|several|a few|[234]|possible) ){0,2}"
    r"(?:options|layouts|versions|variants|designs|solutions)\b"
    r"|\b(?:zwei|drei|deux|trois|dos|tres|duas) (?:möglichkeiten|varianten|façons|maneras|opciones|formas|maneiras)\b"
    r"|\bpick one\b|\bchoose (?:one|between|whichever)\b|\bwhichever you\b"
    r"|两种(?:方法|方案|方式)|几种(?:方法|方案|方式)|三种(?:方法|方案|方式)",
    re.IGNORECASE,
)
AFTER = re.compile(
    r"^\W*(?:(?:the |your )?(?:code )?after\b|(?:the |your )?(?:new|updated|changed|fixed|improved)\b"
    r"|(?:becomes?|to|with|by|into)\b|now\b|nachher|neu\b|après|después|depois|dopo|после|стало|之后|修改后|変更後|修正後)",
    re.IGNORECASE,
)
AGAIN = re.compile(
    r"""\b(?:full|complete|entire|whole|final|finished)\ (?:(?:updated|new|final|working|modified)\ )?
        (?:code|file|component|version|script|program|listing|source|page|template|module|class|stylesheet|solution
        |example|result|config(?:uration)?|[\w.-]+\.\w{1,6}`?)\b
    | \bputting\ (?:it|this|everything)\ (?:all\ )?together\b | \ball\ together\b | \baltogether\b
    | \bfor\ reference\b | \bin\ context\b | \bin\ full\b
    | \b(?:vollständige?r?|kompletter?)\ (?:code|datei)\b | \bcode\ complet\b | \bcódigo\ completo\b
    | 完整(?:的)?代码 | 完整代码 | 完全なコード | 全体のコード | полный\ код""",
    re.IGNORECASE | re.VERBOSE,
)
EXAMPLE = re.compile(
    r"\b(?:use it|using it|usage|how to use|to use (?:this|the|your)|import (?:it|this|the) (?:\w+ )?in"
    r"|examples?|to (?:run|test|try|call) it"
    r"|to (?:undo|revert|roll back|uninstall) (?:it|this|that)|roll ?back"
    r"|wrap (?:your|the) (?:[\w`<>/-]+ ){1,3}(?:with|in(?:side)?) (?:it|this|the\b)"
    r"|call it|run it|test it|try it|you can (?:then |now )?(?:use|call|run|query|test|try)"
    r"|prints?|outputs?|results? (?:is|looks?|will|would)"
    r"|(?:now|then) you can (?:write|do)|you can (?:now|then) (?:write|do)"
    r"|(?:would|will|should|can|could) (?:then )?(?:use|call|render|consume) (?:it|this|the)"
    r"|utilisation|verwendung|beispiel|exemple|ejemplo|esempio|exemplo|uso)\b"
    r"|^\W*(?:the )?(?:results?|ergebnis|résultat|resultado|risultato)\W*$"
    r"|使用方法|使用示例|示例|用法|使い方|使用例|пример",
    re.IGNORECASE,
)
# The comment that an example begins with. Any other one is about the code below it: "// Wait for the answer".
USAGE = re.compile(
    r"(?://|#|--|<!--|/\*)\s*(?:(?:simple|basic|quick)\s+)?(?:examples?(?:\s+(?:of use|usage|use))?"
    r"|usage|how to use(?: it| this)?|use it)(?:\s+(?:examples?|in\s+\S+))?\s*(?:[:(].*|\.)?(?:-->|\*/)?",
    re.IGNORECASE,
)
TEST = re.compile(r"\btests?\b|\bspecs?\b|\btesten\b|\bprueba\b|测试|テスト", re.IGNORECASE)
TESTS = re.compile(
    r"^\s*(?:import\b.*(?:testing-library|vitest|@jest|unittest|pytest|@playwright)|from (?:unittest|pytest)\b"
    r"|(?:test|it|describe)\(|(?:async )?def test_\w+|class Test\w*|@Test\b|#\[(?:tokio::)?test\]|#\[cfg\(test\)\]"
    r"|\[(?:Fact|Test|TestMethod|Theory)\b|func Test\w+\(|(?:final )?class \w+Test\b"
    r"|(?:public )?function test\w+\()",
    re.MULTILINE,
)
_PROGRAMS = (
    r"npm|npx|yarn|pnpm|bunx?|pip3?|pipx|uv|poetry|conda|python3?|node|deno|cargo|rustup|docker(?:-compose)?|kubectl"
    r"|helm|git|brew|apt(?:-get)?|composer|php|bundle|gem|rails|rake|dotnet|mvn|gradle|\./\w+|make|curl|wget|cd|mkdir"
    r"|touch|ng|nuxi|flask|uvicorn|gunicorn|pytest|psql|sqlite3|mysql|terraform|streamlit|jupyter"
    r"|go (?:run|get|build|test|mod|install)"
)
COMMAND = re.compile(rf"\s*(?:[$>%!]\s*|sudo\s+)*(?:{_PROGRAMS})(?:\s|$)")
RUNS = re.compile(
    r"\b(?:make (?:it|(?:the|this) (?:script|file)) executable"
    r"|(?:run|execute|start|call|invoke) (?:it|(?:the|this) script)"
    r"|ausführbar|starte (?:es|das skript)|(?:exécut|ejecut)\w+)\b",
    re.I,
)
# The same in a comment that a block begins with, where most words are about the code below it.
BEFORE_MARK = re.compile(
    r"(?:before|old(?: code| version)?|vorher|avant|antes|之前|修改前|変更前)\W*(?:\([^)]*\)\W*)?", re.I
)
AFTER_MARK = re.compile(
    r"(?:after|new(?: code| version)?|nachher|après|después|之后|修改后|変更後)\W*(?:\([^)]*\)\W*)?", re.I
)
ALTERNATIVE_MARK = re.compile(r"alternative(?:ly)?\b|(?:option|variant|version) (?:[2-9]|b)\b", re.I)
