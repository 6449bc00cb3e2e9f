"""Members that a reply has for the class of an Angular component join it, where the place is in its template."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

COMPONENT = """import { Component, inject, input } from '@angular/core';
import { FormBuilder } from '@angular/forms';

@Component({
  selector: 'app-card',
  template: `
    <article>
      ¦
    </article>
  `,
})
export class CardComponent {
  private fb = inject(FormBuilder);
  name = input('');
  form = this.fb.group({
    mail: [''],
  });

  send() {
    console.log(this.form.value);
  }
}
"""
MARKUP = "<h2>{{ title() }}</h2>"
FIELD = "title = signal('a');"
METHOD = "toggle() {\n  this.title.set('b');\n}"
WITH_BOTH = (
    COMPONENT.replace("inject, input }", "inject, input, signal }")
    .replace("¦", MARKUP)
    .replace("  });\n\n", "  });\n  title = signal('a');\n\n")
    .replace("value);\n  }\n", "value);\n  }\n\n  toggle() {\n    this.title.set('b');\n  }\n")
)


@pytest.mark.parametrize(
    "reply",
    [
        f"```html\n{MARKUP}\n```\n\nIn the class:\n\n```ts\n{FIELD}\n\n{METHOD}\n```",
        f"```ts\nimport {{ signal }} from '@angular/core';\n\n{FIELD}\n\n{METHOD}\n```\n\n```html\n{MARKUP}\n```",
        f"```html\n{MARKUP}\n```\n\n```typescript\nexport class CardComponent {{\n  {FIELD}\n\n  "
        + METHOD.replace("\n", "\n  ")
        + "\n}\n```",
        "```ts\n" + WITH_BOTH + "```",
    ],
    ids=["a second block", "a first block", "a class", "the whole component"],
)
async def test_fields_stand_with_the_fields_and_methods_at_the_end(reply: str) -> None:
    """What they use is imported."""
    told = await told_of("typescript", COMPONENT, reply, file="card.component.ts")
    assert told.after == WITH_BOTH, told.words
    assert "added to the class CardComponent: `title`, `toggle`" in told.words
    assert "not part of this file" not in told.words


@pytest.mark.parametrize(
    ("block", "old", "new", "words"),
    [
        (
            "form = this.fb.group({\n  mail: [''],\n  text: ['', Validators.required],\n});",
            "    mail: [''],\n",
            "    mail: [''],\n    text: ['', Validators.required],\n",
            "added to `form` of the class: `text`",
        ),
        ("name = input('b');", "", "", "kept `name` of the class, which the reply changes"),
        ("send() {\n  alert(1);\n}", "", "", "kept `send` of the class, which the reply changes"),
        ("name = input('');", "", "", ""),
    ],
)
async def test_what_the_class_has_stays(block: str, old: str, new: str, words: str) -> None:
    """But for an object that the reply gives with more members, which gets those."""
    reply = f"```html\n<p>a</p>\n```\n\n```ts\n{block}\n```"
    told = await told_of("typescript", COMPONENT, reply, file="card.component.ts")
    after = COMPONENT.replace("¦", "<p>a</p>").replace(old, new)
    after = after.replace("FormBuilder }", "FormBuilder, Validators }") if "Validators" in block else after
    assert told.after == after, told.words
    assert words in told.words


async def test_what_the_decorator_of_the_reply_imports_is_imported_by_that_of_the_file() -> None:
    reply = COMPONENT.replace("¦", "<a routerLink='/'>b</a>").replace(
        "'app-card',\n", "'app-card',\n  imports: [RouterLink],\n"
    )
    reply = "import { RouterLink } from '@angular/router';\n" + reply
    told = await told_of("typescript", COMPONENT, f"```ts\n{reply}```", file="card.component.ts")
    assert told.after is not None, told.words
    assert "imports: [RouterLink],\n})" in told.after
    assert "import { RouterLink } from '@angular/router';" in told.after
    assert told.after.count("@Component") == 1


async def test_a_block_that_is_no_members_is_named_as_left_out() -> None:
    reply = "```html\n<p>a</p>\n```\n\n```ts\nexport const routes = [{ path: '' }];\n```"
    told = await told_of("typescript", COMPONENT, reply, file="card.component.ts")
    assert told.after == COMPONENT.replace("¦", "<p>a</p>")
    assert "not part of this file" in told.words


async def test_the_steps_of_a_template_are_those_of_its_file() -> None:
    text = "@Component({\n  template: `\n    ¦<p></p>¦\n  `,\n})\nexport class A {}\n"
    told = await told_of("typescript", text, "```html\n<div>\n  <b></b>\n</div>\n```", file="a.component.ts")
    assert told.after == text.replace("¦<p></p>¦", "<div>\n      <b></b>\n    </div>")


COMMENTED = COMPONENT.replace("input('');", "input(''); // shown").replace(
    "  form = this.fb.group({\n    mail: [''],\n  });\n", "  sent = false; // by the person\n"
)
BUILDS = "constructor(private http: HttpClient) {\n  this.load();\n}"


@pytest.mark.parametrize(
    ("text", "block", "old", "new"),
    [
        (COMMENTED, "count = 0; // of letters", "person\n", "person\n  count = 0; // of letters\n"),
        (COMMENTED, "name = input(''); // shown\nlast = 1;", "person\n", "person\n  last = 1;\n"),
        (
            COMPONENT.replace("mail: [''],", "mail: [''] // theirs"),
            "form = this.fb.group({\n  mail: [''],\n  text: [''],\n});",
            "[''] // theirs",
            "[''], // theirs\n    text: ['']",
        ),
        (
            COMPONENT,
            BUILDS,
            "  });\n",
            "  });\n\n  " + BUILDS.replace("\n", "\n  ") + "\n",
        ),
        (
            "@Component({\n  template: `\n    ¦\n  `,\n})\nexport class A {\n  b() {}\n}\n",
            "c = 1;",
            "A {\n",
            "A {\n  c = 1;\n\n",
        ),
    ],
    ids=[
        "a field",
        "a field with a comment that both have",
        "a member of an object",
        "a constructor",
        "no fields",
    ],
)
async def test_what_joins_the_class_stands_behind_what_is_said_of_its_own(
    text: str, block: str, old: str, new: str
) -> None:
    reply = f"```html\n<p>a</p>\n```\n\n```ts\n{block}\n```"
    told = await told_of("typescript", text, reply, file="card.component.ts")
    assert told.after is not None, told.words
    assert told.after.replace("import { HttpClient } from '@angular/common/http';\n", "") == text.replace(
        "¦", "<p>a</p>"
    ).replace(old, new)


async def test_a_constructor_beside_the_one_of_the_class_is_told() -> None:
    text = COMPONENT.replace("  send()", "  constructor() {}\n\n  send()")
    told = await told_of(
        "typescript", text, f"```html\n<p>a</p>\n```\n\n```ts\n{BUILDS}\n```", file="card.component.ts"
    )
    assert told.after == text.replace("¦", "<p>a</p>")
    assert "kept `constructor` of the class, which the reply changes" in told.words


@pytest.mark.parametrize(
    ("had", "listed"),
    [
        ("imports: []", "imports: [FormsModule]"),
        ("imports: [DatePipe]", "imports: [DatePipe, FormsModule]"),
        ("imports: [FormsModule]", "imports: [FormsModule]"),
        ("styles: []", "styles: []"),
    ],
)
async def test_what_only_a_template_can_use_is_listed_by_a_decorator_that_lists_such(
    had: str, listed: str
) -> None:
    text = f"@Component({{\n  {had},\n  template: `\n    ¦\n  `,\n}})\nexport class A {{\n  b = '';\n}}\n"
    members = "import { FormsModule } from '@angular/forms';\n\n// add FormsModule to imports\nsave() {}"
    reply = f"```html\n<input [(ngModel)]='b'>\n```\n\n```ts\n{members}\n```"
    told = await told_of("typescript", text, reply, file="a.component.ts")
    assert told.after is not None, told.words
    assert f"  {listed},\n" in told.after
    assert "save() {}" in told.after
