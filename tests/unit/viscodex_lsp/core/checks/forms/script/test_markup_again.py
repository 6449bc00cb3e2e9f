"""Markup that draws an element or a loop around the place again gives what is new at the place."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

LIST = """export function Team({ members }) {
  return (
    <ul className="team">
      {members.map((member) => (
        <li key={member.id}>
          <b>{member.name}</b>
          ¦
        </li>
      ))}
    </ul>
  );
}
"""
NEW = "<i>{member.role}</i>"
AFTER = LIST.replace("¦", NEW)


@pytest.mark.parametrize(
    "reply",
    [
        '{members.map((member) => (\n  <li key={member.id} className="row">\n    <b>{member.name}</b>\n'
        "    <i>{member.role}</i>\n  </li>\n))}",
        "{members.map((m) => (\n  <li key={m.id}>\n    <b>{m.name}</b>\n    <i>{m.role}</i>\n  </li>\n))}",
        '<ul className="list">\n  {members.map((member) => (\n    <li key={member.id}>\n      <b>{member.name}</b>\n'
        "      <i>{member.role}</i>\n    </li>\n  ))}\n</ul>",
        '<li key={member.id} className="row">\n  <b>{member.name}</b>\n  <i>{member.role}</i>\n</li>',
    ],
    ids=["the loop", "the loop with another name", "the list", "the item"],
)
async def test_what_is_around_the_place_is_left_out(reply: str) -> None:
    text = LIST if "(m)" not in reply else LIST.replace("          <b>{member.name}</b>\n", "")
    told = await told_of("javascriptreact", text, reply)
    after = AFTER if text == LIST else text.replace("¦", f"<b>{{member.name}}</b>\n          {NEW}")
    assert told.after == after, told.words


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ('<i className="m price">m of {m.role}</i>', '<i className="m price">m of {member.role}</i>'),
        ("<Role {...{ m, a: m }} m={m} />", "<Role {...{ m: member, a: member }} m={member} />"),
        ("<i>{a.m[m.m]}{`m ${m.m}`}</i>", "<i>{a.m[member.m]}{`m ${member.m}`}</i>"),
        ("<i>{b({ m: 1 }, 'm', m)}</i>", "<i>{b({ m: 1 }, 'm', member)}</i>"),
        ("<m>{c.map(({ m }) => m)}</m>", "<m>{c.map(({ m: member }) => member)}</m>"),
    ],
)
async def test_only_variables_get_the_name_that_the_file_has(code: str, written: str) -> None:
    """No text, attribute, property, key or element does."""
    reply = f"{{members.map((m) => (\n  <li key={{m.id}}>\n    <b>{{m.name}}</b>\n    {code}\n  </li>\n))}}"
    told = await told_of("javascriptreact", LIST.replace("          <b>{member.name}</b>\n", ""), reply)
    after = f"          <b>{{member.name}}</b>\n          {written}"
    assert told.after == LIST.replace("          <b>{member.name}</b>\n          ¦", after), told.words


async def test_the_whole_list_is_not_put_into_one_of_its_items() -> None:
    reply = '<ul className="team">\n  <li>Ada</li>\n  <li>Grace</li>\n</ul>'
    told = await told_of("javascriptreact", LIST.replace("          <b>{member.name}</b>\n", ""), reply)
    assert told.after is None
    assert "what a loop draws for one item" in told.words


async def test_an_element_of_the_same_name_beside_other_neighbours_is_another_one() -> None:
    text = "const a = (\n  <div>\n    <h1>One</h1>\n    ¦\n  </div>\n);\n"
    reply = "<div>\n  <h2>Two</h2>\n  <p>b</p>\n</div>"
    told = await told_of("javascriptreact", text, reply)
    assert told.after == text.replace("¦", reply.replace("\n", "\n    "))
