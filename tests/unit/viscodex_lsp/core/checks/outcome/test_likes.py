"""An element of a reply that would stand beside its like is named."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

FORM = """\
import styles from "./Form.module.css";

export function Form({ title, children }) {
  return (
    <form className={styles.form}>
      <h2 className={styles.title}>Sign in</h2>
      <ul><li>One more</li></ul>
      ¦
      <footer>{children}</footer>
      <button type="submit">Send it</button>
    </form>
  );
}
"""


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (
            '<input name="a" />\n<button type="submit" className={styles.big}>Send it</button>',
            "the form has such a button",
        ),
        (
            '<section id="s">\n  <h2>Sign in</h2>\n  <p>Welcome</p>\n</section>',
            "the heading `Sign in` stands there already",
        ),
        ("<div>\n  <b>a</b>\n  {children}\n</div>", "`{children}` is shown there already"),
        ('<button type="button">Send it later</button>', ""),
        ("<ul><li>Another one</li></ul>", ""),
        ("<p>Sign in</p>", ""),
        ("<button>Ok</button>\n<button>Ok</button>", ""),
    ],
)
async def test_what_stands_beside_its_like_is_named(reply: str, words: str) -> None:
    told = await told_of("javascriptreact", FORM, reply, file="Form.jsx")
    assert told.after is not None, told.words
    assert (words in told.words) if words else "already" not in told.words


async def test_another_component_may_show_its_own_children() -> None:
    document = "export function A({ children }) {\n  return <div>{children}</div>;\n}\n\n¦\n"
    told = await told_of(
        "javascriptreact", document, "function B({ children }) {\n  return <p>{children}</p>;\n}"
    )
    assert told.after is not None, told.words
    assert "shown there" not in told.words
