"""Whole scripts that change other lines too give what is new at the place; the rest is named."""

from tests.fixtures.replies.reply_cases import told_of

PAGE = """import { Head } from "./head";

export default async function Page() {
  const orders = await load();

  return (
    <main>
      <Head />
      <h2>Overview</h2>
      ¦
    </main>
  );
}
"""
CLASS = """import { Service } from './service';

export class Login {
  readonly form = make('login');

  constructor(private service: Service) {}

  submit(): void {
    this.service.send(this.form);
  }

  ¦
}
"""


async def test_imports_and_statements_that_are_added_elsewhere_stand_once() -> None:
    whole = PAGE.replace("¦", "<Stat value={total} />").replace(
        "load();\n", "load();\n  const total = orders.length;\n"
    )
    whole = whole.replace("\n\nexport", '\nimport { Stat } from "./stat";\n\nexport', 1)
    assert (await told_of("typescriptreact", PAGE, whole, "tsx", file="a.tsx")).after == whole


async def test_markup_elsewhere_is_left_out_and_named() -> None:
    whole = PAGE.replace("¦", "<Stat />").replace("<Head />", '<Head />\n      <p className="lead">Hello</p>')
    whole = whole.replace("\n\nexport", '\nimport { Stat } from "./stat";\n\nexport', 1)
    told = await told_of("typescriptreact", PAGE, whole, "tsx", file="a.tsx")
    assert told.after == whole.replace('\n      <p className="lead">Hello</p>', ""), told.words
    assert 'left out what it changes elsewhere: `<p className="lead">Hello</p>`' in told.words


async def test_a_line_of_the_file_that_comes_otherwise_stays() -> None:
    """Members that are new have a place of their own."""
    whole = CLASS.replace("¦", "toggle(): void {\n    this.shown = !this.shown;\n  }")
    whole = whole.replace("Login {\n", "Login {\n  shown = false;\n").replace(
        "Service) {}", "Service, b: B) {}"
    )
    told = await told_of("typescript", CLASS, whole)
    assert told.after == whole.replace(", b: B) {}", ") {}"), told.words
    assert (
        "kept what it changes or leaves out elsewhere: `constructor(private service: Service) {}`"
        in told.words
    )
