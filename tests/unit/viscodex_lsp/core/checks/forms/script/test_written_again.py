"""A component that a reply writes again, with other lines changed too, gives what is new at the place."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

PAGE = """import { useState } from "react";

export function Page({ user }: Props) {
  const [open, setOpen] = useState(false);

  return (
    <main>
      <h1>{user.name}</h1>
      ¦
      <ul>
        {user.tags.map((tag) => (
          <li key={tag}>{tag}</li>
        ))}
      </ul>
    </main>
  );
}
"""
AGAIN = """import { useState } from "react";
import { Mail } from "lucide-react";

const LINKS = ["a", "b"];

export default function Page({ user, onMail }: Props) {
  const [open, setOpen] = useState(true);
  const [text, setText] = useState("");

  return (
    <div className="card">
      <main className="page">
        <img src={user.avatar} alt="" />
        <h1 className="name">{user.name}</h1>
        {/* Links */}
        <nav>
          {LINKS.map((link) => (
            <a key={link}>{link}</a>
          ))}
        </nav>
        <input value={text} onChange={(event) => setText(event.target.value)} />
        <ul className="tags">
          {user.tags.map((tag) => (
            <li key={tag} className="tag">{tag}</li>
          ))}
        </ul>
      </main>
    </div>
  );
}
"""
NEW = """{/* Links */}
      <nav>
        {LINKS.map((link) => (
          <a key={link}>{link}</a>
        ))}
      </nav>
      <input value={text} onChange={(event) => setText(event.target.value)} />"""


async def test_what_is_between_the_twins_of_the_neighbours_is_the_code() -> None:
    """With the statements that it uses, and without an import that only what is left out uses."""
    told = await told_of("typescriptreact", PAGE, AGAIN, label="tsx", file="Page.tsx")
    after = (
        PAGE.replace("¦", NEW)
        .replace("useState(false);\n", 'useState(false);\n  const [text, setText] = useState("");\n')
        .replace('"react";\n', '"react";\n\nconst LINKS = ["a", "b"];\n')
    )
    assert told.after == after, told.words
    assert "added what it needs elsewhere" in told.words
    assert "left out what it changes elsewhere: `import { Mail }" in told.words


async def test_over_a_selection_it_takes_the_place_of_what_is_selected() -> None:
    text = PAGE.replace("      ¦\n", "").replace("<h1>{user.name}</h1>", "¦<h1>{user.name}</h1>¦")
    told = await told_of("typescriptreact", text, AGAIN, label="tsx", file="Page.tsx")
    assert told.after is not None
    assert told.after.count("<h1") == told.after.count("<ul") == told.after.count("<nav") == 1
    assert '<img src={user.avatar} alt="" />\n      <h1 className="name">' in told.after


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        # No neighbour of the place has a twin.
        (PAGE, AGAIN.replace("h1", "h3").replace("ul className", "ol className").replace("</ul", "</ol")),
        # Nothing is new between the neighbours.
        (PAGE, AGAIN.replace(NEW.replace("\n", "\n  "), "")),
        # There is no block for what the code needs.
        (
            "export const Nav = () => (\n  <nav>\n    <a>Home</a>\n    ¦\n  </nav>\n);\n",
            "export const Nav = () => {\n  const b = 1;\n  return (\n    <nav>\n      <a>Home</a>\n      <b>{b}</b>\n"
            "    </nav>\n  );\n};\n",
        ),
    ],
)
async def test_what_is_not_certain_is_refused(text: str, reply: str) -> None:
    told = await told_of("typescriptreact", text, reply, label="tsx", file="Page.tsx")
    assert told.after is None
    assert "wrote the component" in told.words


async def test_remarks_stand_for_the_neighbours() -> None:
    """Whatever else the reply adds to the function."""
    reply = """export function Page({ user }: Props) {
  // ... existing state
  const [text, setText] = useState("");

  return (
    <main>
      {/* ... existing content ... */}
      <p>{text}</p>
      {/* ... tags ... */}
    </main>
  );
}"""
    told = await told_of("typescriptreact", PAGE, reply, label="tsx", file="Page.tsx")
    line = '  const [text, setText] = useState("");\n'
    assert told.after is not None, told.words
    assert line in told.after
    assert "</h1>\n      <p>{text}</p>\n      <ul>" in told.after


async def test_the_path_to_the_place_goes_through_attributes_loops_and_conditions() -> None:
    text = """export const List = ({ rows }) => (
  <Table
    rows={rows}
    render={(row) => (
      <tr>
        {row.open && (
          <td>
            <b>{row.name}</b>
            ¦
          </td>
        )}
      </tr>
    )}
  />
);
"""
    reply = (
        text.replace("rows={rows}", 'rows={rows}\n    size="lg"')
        .replace("<tr>", '<tr className="row">')
        .replace("¦", "<i>{row.age}</i>")
    )
    told = await told_of("javascriptreact", text, reply, label="jsx", file="List.jsx")
    assert told.after == text.replace("¦", "<i>{row.age}</i>"), told.words


CARD = """interface Props {
  title: string
}

export function Card({ title }: Props) {
  return (
    <div>
      <h3>{title}</h3>
      ¦
    </div>
  )
}
"""


async def test_a_prop_that_the_code_uses_is_taken_by_the_component_and_its_type() -> None:
    reply = CARD.replace("title: string", "title: string\n  text?: string").replace(
        "{ title }", "{ title, text }"
    )
    reply = reply.replace("<div>", '<div className="card">').replace("¦", "<p>{text}</p>")
    told = await told_of("typescriptreact", CARD, reply, label="tsx", file="Card.tsx")
    assert told.after == reply.replace(' className="card"', ""), told.words
    assert "Card({ title, text }" not in told.words


async def test_a_prop_that_the_type_would_lack_is_not_taken() -> None:
    """What the reply's own type has is not known."""
    text = CARD.replace("Props) {", "{ title: string }) {")
    reply = (
        CARD.replace("{ title }", "{ title, text }")
        .replace("<div>", "<div id='a'>")
        .replace("¦", "<p>{text}</p>")
    )
    told = await told_of("typescriptreact", text, reply.partition("\n\n")[2], label="tsx", file="Card.tsx")
    assert told.after == text.replace("¦", "<p>{text}</p>"), told.words
    assert "`text` is not defined" in told.words


async def test_of_an_import_the_names_that_are_used_come() -> None:
    text = 'import { A } from "x";\n\nexport const P = () => (\n  <main>\n    <A />\n    ¦\n  </main>\n);\n'
    reply = (
        text.replace("{ A }", "{ A, B, C }")
        .replace("<main>", "<main id='a'>\n    <C />")
        .replace("¦", "<B />")
    )
    told = await told_of("javascriptreact", text, reply, label="jsx", file="P.jsx")
    assert told.after == text.replace("{ A }", "{ A, B }").replace("¦", "<B />"), told.words


async def test_a_statement_stands_behind_the_comment_of_the_one_above() -> None:
    text = (
        "import { useState } from 'react';\n\nexport function A() {\n  const [a, setA] = useState(0); // at first\n"
        "  return (\n    <div>\n      <p>{a}</p>\n      ¦\n    </div>\n  );\n}\n"
    )
    reply = text.replace("  return", "  const [b, setB] = useState(1);\n  return").replace("¦", "<p>{b}</p>")
    told = await told_of("javascriptreact", text, reply.replace(" // at first", ""))
    assert told.after == reply
