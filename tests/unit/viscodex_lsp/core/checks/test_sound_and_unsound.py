"""Sound code that grammars are wrong about is taken, and unsound code that they let pass is refused."""

import pytest

from tests.fixtures.replies.own_lines import given_back
from viscodex_lsp.core.nouns import CheckedPatch, Reason, Refusal

# What stands between the bars is the reply; the rest is the file that it is given for.
TAKEN = {
    "signs in the text of a page": (
        "html",
        [
            "<main>\n|<p>Salt & pepper</p>|\n</main>\n",
            "<main>\n|<p>Q&A</p>|\n</main>\n",
            "<main>\n|<nav>Home > Shop > Bread</nav>|\n</main>\n",
            "<main>\n|<p>I <3 it, 2 < 3 and 4 >= 3</p>|\n</main>\n",
            '<main>\n|<a href="a?b=1&c=2">R&D</a>|\n</main>\n',
            "<main>\n|<code>a && b \\|\\| c > d</code>|\n</main>\n",
        ],
    ),
    "signs in the text of elements": (
        "typescriptreact",
        [
            "const a = (\n  <main>\n|    <p>Q&A</p>|\n  </main>\n);\n",
            "const a = (\n  <main>\n|    <p>R&D, {b} & {c}</p>|\n  </main>\n);\n",
            "const a = (\n  <main>\n|    <a href='/b?c=1&d=2'>Terms & Conditions</a>|\n  </main>\n);\n",
            'const a = (\n  <main>\n|    <img src="x?w=800&h=600&fit=crop" />|\n  </main>\n);\n',
            "const a = (\n  <main>\n|    <p>&copy; 2024 &amp; &nbsp;later & more</p>|\n  </main>\n);\n",
            "const a = (\n  <main>\n|    <p>It's \"here\", isn't it?</p>|\n  </main>\n);\n",
        ],
    ),
    "the same without types": (
        "javascriptreact",
        [
            "const a = (\n  <main>\n|    <h2>Q&A</h2>|\n  </main>\n);\n",
            "const a = (\n  <main>\n|    <p>A & B <b>& C</b> & {d}</p>|\n  </main>\n);\n",
            "const a = (\n  <main>\n|    <a href={`?a=${b}&c=d`}>e & f</a>|\n  </main>\n);\n",
            "const a = (\n  <main>\n|    <label for={b} class='c'>d & e</label>|\n  </main>\n);\n",
            "const a = (\n  <main>\n|    <p>{b && <i>c & d</i>}</p>|\n  </main>\n);\n",
            "const a = (\n  <main>\n|    <p>50% off; buy 2, get 1 (free) — today!</p>|\n  </main>\n);\n",
        ],
    ),
    "commands behind a here-document": (
        "shellscript",
        [
            "set -e\n|cat <<EOF \\| sort\nb\na\nEOF|\necho done\n",
            "set -e\n|cat <<'EOF' \\| grep a \\| wc -l\nb\na\nEOF|\necho done\n",
            "set -e\n|cat <<-EOF \\| tee b.txt > c.txt\n\ta\n\tEOF|\necho done\n",
            "|if [[ $a =~ \\\n    ^b(c)+$ ]]; then|\n  d\nfi\n",
            "case $a in\n|  ?*' '?*)|\n    b\n    ;;\nesac\n",
            "set -e\n|cat <<EOF && echo written\na $b\nEOF|\necho done\n",
            "set -e\n|psql -d a <<SQL > out.txt 2>&1\nselect 1;\nSQL|\necho done\n",
            "set -e\n|cat > a.txt <<EOF; chmod 600 a.txt\na\nEOF|\necho done\n",
            'set -e\n|while read -r a; do echo "$a"; done <<EOF \\| sort -u\nb\nEOF|\necho done\n',
        ],
    ),
    "guards of Kotlin": (
        "kotlin",
        [
            "fun f(x: Any) = when (x) {\n|    is String if x.length > 1 -> g(x)|\n    else -> 0\n}\n",
            "fun f(x: Any) = when (x) {\n|    is Int if x > 0 && x < 9 -> x|\n    else -> 0\n}\n",
            "fun f(x: A) = when (x) {\n|    A.B if h() -> 1|\n    else -> 0\n}\n",
            "fun f(x: A) = when (x) {\n|    is A.B if !x.c -> x.d()|\n    else -> 0\n}\n",
            "fun f(x: A) = when (x) {\n|    is A.B if (x.c == 1) -> { 1 }|\n    else -> 0\n}\n",
            'fun f(x: A) = when (x) {\n|    is A.B if x.c == "d" -> 1|\n    else -> 0\n}\n',
            "fun f(x: A) = when (x) {\n    is A.B -> 1\n|    else if y > 2 -> 2|\n    else -> 0\n}\n",
        ],
    ),
    "attachments of Svelte": (
        "svelte",
        [
            "<main>\n|<div {@attach tip}>a</div>|\n</main>\n",
            "<main>\n|<div {@attach tip({ at: 'top' })}>a</div>|\n</main>\n",
            "<main>\n|<canvas {@attach (node) => { draw(node); }}></canvas>|\n</main>\n",
            '<main>\n|<button class="b" {@attach a} {@attach c()} onclick={d}>e</button>|\n</main>\n',
            "<main>\n|<Card {...rest} {@attach on ? a : undefined} />|\n</main>\n",
            "<main>\n|<div\n  {@attach tip}\n  class='b'\n>a</div>|\n</main>\n",
        ],
    ),
}
REFUSED = {
    "a word that a shell wants on the line": (
        "shellscript",
        [
            'cd a\n|echo "$b" >|\nc d\n',
            "case $a in\n|  --b`)|\n    c\n    ;;\n  d)\n    e\n    ;;\nesac\n",
        ],
    ),
    "arguments of Django's include": (
        "django-html",
        [
            "<p>a</p>\n|{% include 'a.html' with b'c' %}|\n",
            "<p>a</p>\n|{% include 'a.html' with b==c %}|\n",
            "<p>a</p>\n|{% include 'a.html' with b=c d'e' %}|\n",
            "<p>a</p>\n|{% include `'a.html' %}|\n",
            "<p>a</p>\n|{% include 'a.html %}|\n",
            "<p>a</p>\n|{% include %}|\n",
            "<p>a</p>\n|{% include 'a.html' b=c d %}|\n",
        ],
    ),
    "an assignment as the value of a sum": (
        "javascript",
        [
            "|a +\nb += c;|\n",
            "a = b;\n|c + d -= e;|\n",
            "|!a \\|\\|= b;|\n",
            "|-a = b;|\n",
        ],
    ),
    "text in the head of a template": (
        "ejs",
        [
            "<html>\n|<head>>|\n<title><%= a %></title>\n</head>\n</html>\n",
            "<html>\n<head>\n|)<meta charset='b'>|\n<title><%= a %></title>\n</head>\n</html>\n",
        ],
    ),
    "a guard of Kotlin without its condition": (
        "kotlin",
        [
            "fun f(x: Any) = when (x) {\n|    is String if -> 1|\n    else -> 0\n}\n",
            "fun f(x: Any) = when (x) {\n|    1 if    -> 1|\n    else -> 0\n}\n",
        ],
    ),
    "a loop over nothing": (
        "twig",
        [
            "<p>a</p>\n|{% for a in %}{% endfor %}|\n",
            "<p>a</p>\n|{% for a, b in -%}{{ a }}{% endfor %}|\n",
        ],
    ),
    "a mark in a script": (
        "liquid",
        [
            "<script>\n|  a = '{{ b..c }}';|\n</script>\n",
            "<script>\n|  {% if a %)|\n  b();\n</script>\n",
            "<p>a</p>\n|<style{% if a % b='{{ c }}'{% endif %}>|\n</style>\n",
        ],
    ),
    "a closing sign in YAML": (
        "yaml",
        [
            "|}|\n",
            "|]|\n",
            "a: 1\n|}|\n",
            "a: 1\n|, b: 2|\n",
            "a:\n  - b\n|]|\n",
            "|a: [1, 2|\n",
            "|a: {b: c|\n",
        ],
    ),
    "a here-document in Python": (
        "python",
        [
            "|<<EOF|\n",
            "x = 1\n|<<'EOF'|\n",
            '|cat <<"EOF|\n',
            "|x = <<EOF\na\nEOF|\n",
            "|x <<= |\n",
            "def f():\n|    <<EOF|\n    pass\n",
        ],
    ),
    "tabs in strings of JSON": (
        "json",
        [
            '{\n|  "a": "b\tc"|\n}\n',
            '{\n|  "a\t": "b"|\n}\n',
            '[\n|  "\t"|\n]\n',
            '{\n  "a": 1,\n|  "b": "\t\tc"|\n}\n',
            '{\n|  "a": ["b", "c\t"]|\n}\n',
            '{\n|  "a": "b\n  c"|\n}\n',
        ],
    ),
    "a value by its place behind one by its name": (
        "python",
        [
            "|f(a=1, 2)|\n",
            "|x = f(a=1, 2)|\n",
            "|f(**a, *b)|\n",
            "|f(**a, b)|\n",
            "|class A(b=C, D): pass|\n",
            "|def f(a=1, b): pass|\n",
            "def g():\n|    return f(1, a=2, b)|\n",
        ],
    ),
    "end tags of other elements": (
        "typescriptreact",
        [
            "const a = (\n  <main>\n|    <p>b</b>|\n  </main>\n);\n",
            "const a = (\n  <main>\n|    <p>b</p></b>|\n  </main>\n);\n",
            "const a = (\n  <main>\n|    </b>|\n  </main>\n);\n",
            "const a = (\n  <main>\n|    <p><b>c</p></b>|\n  </main>\n);\n",
            "const a = (\n  <main>\n|    <>b</p>|\n  </main>\n);\n",
            "const a = (\n  <main>\n|    <A.B>c</A.D>|\n  </main>\n);\n",
            "const a = (\n  <main>\n|    <p>b|\n  </main>\n);\n",
        ],
    ),
    "what is open in a component": (
        "vue",
        [
            "<template>\n  <main>\n|    <p>a|\n  </main>\n</template>\n",
            "<template>\n  <main>\n|    <div><b>a</div>|\n  </main>\n</template>\n",
            "<template>\n  <main>\n|    <p>{{ a </p>|\n  </main>\n</template>\n",
            '<template>\n  <main>\n|    <p :a="b>c</p>|\n  </main>\n</template>\n',
            "<template>\n  <main>\n|    <Card|\n  </main>\n</template>\n",
            "<template>\n  <main>\n|    <li>a</li></ul>|\n  </main>\n</template>\n",
            '<template>\n  <main>\n|    <p @click="a(">b</p>|\n  </main>\n</template>\n',
        ],
    ),
}
INVISIBLE = [
    ("python", "x = 1\u200b"),
    ("python", "\ufeffx\u2060 = f(\u200b1)"),
    ("javascript", "const a\u200d = 1;"),
    ("typescript", "let a:\u00a0string;"),
    ("go", "var a\u200b = 1"),
    ("rust", "fn f() {\u2060}"),
    ("java", "class B\u200c {}"),
]


def _given(text: str, language: str) -> CheckedPatch | Refusal:
    """What becomes of a case; `\\|` in it is a sign of the reply's own, no bar."""
    above, own, below = text.replace("\\|", "\0").split("|")
    return given_back(f"{above}|{own}|{below}", language, own.replace("\0", "|"))


@pytest.mark.parametrize(
    ("language", "text"), [(name, text) for name, texts in TAKEN.values() for text in texts]
)
def test_sound_code_is_taken(language: str, text: str) -> None:
    """What the language's own parser takes is never refused."""
    result = _given(text, language)
    assert isinstance(result, CheckedPatch), result.sentence


@pytest.mark.parametrize(
    ("language", "text"), [(name, text) for name, texts in REFUSED.values() for text in texts]
)
def test_unsound_code_is_refused(language: str, text: str) -> None:
    """What the language's own parser refuses is told as a fault of syntax."""
    result = _given(text, language)
    assert isinstance(result, Refusal)
    assert result.reason is Reason.SYNTAX


@pytest.mark.parametrize(("language", "code"), INVISIBLE)
def test_what_cannot_be_seen_does_not_get_into_code(language: str, code: str) -> None:
    """It is taken out, and the person is told; or the reply is refused."""
    frame = "package a\n\n" if language == "go" else ""
    result = given_back(f"{frame}|{code}|\n", language)
    if isinstance(result, CheckedPatch):
        inserted = "".join(part.text for part in result.replacements)
        assert inserted.isascii()
        assert any("cannot be seen" in note for note in result.notes)
