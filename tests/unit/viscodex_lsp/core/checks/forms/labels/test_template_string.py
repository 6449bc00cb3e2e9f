"""A place in a template string of a script takes HTML or CSS as a file of that language would, and no script."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

COMPONENT = """import { Component } from '@angular/core';

@Component({
  selector: 'app-a',
  template: `
    <div class="a">
      ¦
    </div>
  `,
  styles: [`
    .a { color: red; }
  `],
})
export class A {}
"""
STYLES = COMPONENT.replace("      ¦\n", "").replace("red; }\n", "red; }\n    ¦\n")
CARD = "export function card(user) {\n  return `\n    <article>\n      ¦\n    </article>\n  `;\n}\n"
LIT = "import { html } from 'lit';\n\nexport const a = () => html`\n  <h1>A</h1>\n  ¦\n`;\n"
BLOCKS = (
    "```ts\nimport { Component } from '@angular/core';\n\n@Component({ selector: 'b', templateUrl: './b.html' })\n"
    "export class B {}\n```\n\n```html\n<p>{{ b }}</p>\n```\n\n```css\n.b { margin: 0; }\n```\n"
)
CLASS = (
    "```typescript\n@Component({\n  selector: 'b',\n  template: `\n    <p>{{ b }}</p>\n  `,\n"
    "  styles: [`.b { margin: 0; }`]\n})\nexport class B {\n  b = 1;\n}\n```"
)


@pytest.mark.parametrize("reply", [BLOCKS, CLASS])
async def test_of_a_component_the_template_and_its_styles_are_taken(reply: str) -> None:
    """The rules join the component's own, and the members of another class that around the template."""
    told = await told_of("typescript", COMPONENT, reply, file="a.component.ts")
    assert told.after is not None, told.words
    assert '<div class="a">\n      <p>{{ b }}</p>\n    </div>' in told.after
    assert "  styles: [`\n    .a { color: red; }\n    .b { margin: 0; }\n  `]," in told.after
    assert "added to the component's `styles`: `.b`" in told.words
    assert told.after.count("@Component") == 1
    assert ("added to the class A: `b`" in told.words) == (reply == CLASS)


@pytest.mark.parametrize(
    ("text", "label", "code"),
    [
        (COMPONENT, "css", ".b { color: red; }"),
        (COMPONENT, "jsx", '<p className="b">{b}</p>'),
        (COMPONENT, "ts", "this.b = 1;"),
        (COMPONENT, "html", "<p>`b`</p>"),
        (COMPONENT, "html", "<p>b</div>"),
        (STYLES, "html", "<p>b</p>"),
        (STYLES, "ts", "const b = 1;"),
        (LIT, "js", "const b = 1;"),
    ],
)
async def test_what_is_no_such_text_is_refused(text: str, label: str, code: str) -> None:
    """To the grammar of a script any text in a string is sound."""
    told = await told_of("typescript", text, code, label, file="a.component.ts")
    assert told.after is None, told.after


@pytest.mark.parametrize(
    ("text", "label", "code"),
    [
        (COMPONENT, "html", '<p *ngIf="b">{{ b | date }}</p>'),
        (COMPONENT, "html", "@if (b) {\n  <p>{{ b }}</p>\n}"),
        (STYLES, "scss", ".b { color: red; }"),
        (CARD, "html", "<p>${user.name}</p>"),
        (CARD, "js", "${user.tags.map((tag) => `<li>${tag}</li>`).join('')}"),
        (CARD, "js", "<ul>\n  ${user.tags.map((tag) => `<li>${tag}</li>`).join('')}\n</ul>"),
        (LIT, "html", "<p @click=${a}>b</p>"),
    ],
)
async def test_text_of_its_language_is_put_in_as_it_is(text: str, label: str, code: str) -> None:
    told = await told_of("typescript", text, code, label, file="a.component.ts")
    assert told.after is not None, told.words
    assert all(line.strip() in told.after for line in code.split("\n"))


@pytest.mark.parametrize(
    "text",
    [
        COMPONENT.replace("  styles: [`\n    .a { color: red; }\n  `],\n", "  styleUrl: './a.css',\n"),
        COMPONENT.replace("styles: [`\n    .a { color: red; }\n  `]", "styles: [`.a { color: red; }`]"),
    ],
)
async def test_rules_without_a_certain_place_are_named(text: str) -> None:
    """A template of Angular gets no `<style>` of its own."""
    told = await told_of(
        "typescript", text, "```html\n<p>c</p>\n```\n\n```css\n.b { margin: 0; }\n```", file="a.component.ts"
    )
    assert told.after == text.replace("¦", "<p>c</p>"), told.words
    assert "left out `.b`" in told.words


async def test_rules_join_those_of_the_component() -> None:
    code = "<p>c</p>\n<style>\n.b {\n  margin: 0;\n}\n\n.a {\n  top: 0;\n}\n</style>"
    told = await told_of("typescript", COMPONENT, code, "html", file="a.component.ts")
    assert told.after is not None, told.words
    assert ".a { color: red; top: 0; }\n\n    .b {\n      margin: 0;\n    }\n  `]," in told.after
    assert "put into the rules that the style sheet has: `.a { top: 0 }`" in told.words


async def test_a_rule_that_changes_one_of_the_component_is_told() -> None:
    code = "<p>c</p>\n<style>\n.a {\n  color: blue;\n}\n</style>"
    told = await told_of("typescript", COMPONENT, code, "html", file="a.component.ts")
    assert told.after is not None, told.words
    assert ".a { color: red; }\n    .a {\n      color: blue;\n    }\n  `]," in told.after.replace(
        "\n\n", "\n"
    )
    assert "the component has a rule for `.a` already" in told.words


async def test_a_class_of_the_style_sheet_is_no_name_of_the_component() -> None:
    code = '<p *ngFor="let tag of tags">{{ tag }}</p>\n<style>\n.tags {\n  margin: 0;\n}\n</style>'
    told = await told_of("typescript", COMPONENT, code, "html", file="a.component.ts")
    assert "added to the component's `styles`: `.tags`; `tags` is not defined or imported" in told.words


async def test_a_template_as_its_property_is_placed() -> None:
    told = await told_of("typescript", COMPONENT, "template: `\n  <p>c</p>\n`,", "ts", file="a.component.ts")
    assert told.after == COMPONENT.replace("¦", "<p>c</p>"), told.words
    assert told.words == "took the template out of its property"


async def test_a_name_that_the_script_lacks_is_told() -> None:
    """An expression in the string is the script's."""
    told = await told_of("javascript", CARD, "<p>${shop.name}</p>", "html")
    assert told.words == "`shop` is not defined or imported in this file"


async def test_a_script_does_not_run_in_a_string() -> None:
    told = await told_of("javascript", CARD, "```html\n<p>b</p>\n```\n\n```js\nlet b = 1;\n```")
    assert told.after is not None, told.words
    assert "let b" not in told.after
    assert "left out a script" in told.words


async def test_other_strings_are_text() -> None:
    """Where nothing says what a string holds, the file's own language is asked for."""
    told = await told_of("javascript", "const a = `\n¦\n`;\n", "one", "js")
    assert told.after == "const a = `\none\n`;\n"


@pytest.mark.parametrize(
    ("reply", "inner"),
    [
        ("<p>\n  a\n</p>", "\n    <p>\n      a\n    </p>\n  "),
        ("<p>a</p>", "<p>a</p>"),
    ],
)
async def test_markup_of_several_lines_for_an_empty_string_stands_on_lines_of_its_own(
    reply: str, inner: str
) -> None:
    text = "@Component({\n  template: `¦`,\n})\nexport class A {}\n"
    told = await told_of("typescript", text, reply, "html", file="a.component.ts")
    assert told.after == text.replace("¦", inner), told.words
