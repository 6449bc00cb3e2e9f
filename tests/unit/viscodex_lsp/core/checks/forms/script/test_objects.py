"""Objects of a reply join those that the file has under the same name; nothing that is there is changed."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

SCREEN = """import { StyleSheet, Text, View } from 'react-native';

export function Row() {
  return (
    <View style={styles.row}>
      ¦
    </View>
  );
}

const styles = StyleSheet.create({
  row: { flex: 1 },
});
"""
CONFIG = """const path = require('path');

module.exports = {
  theme: {
    colors: { own: '#111' },
    ¦
  },
  plugins: [],
};
"""
COMMON = "const own = require('./own')\n\n¦\n\nmodule.exports = { own }\n"
SLICE = """import { createSlice } from "kit";

const slice = createSlice({
  name: "cart",
  reducers: {
    add(state) {
      state.n += 1;
    },
    ¦
  },
});

export const { add } = slice.actions;
"""


@pytest.mark.parametrize("between", ["\n\n", "\n\n// styles\n", "\n```\n\nThe styles:\n\n```tsx\n"])
async def test_styles_join_those_of_the_file(between: str) -> None:
    """A sheet of its own in the component would hide the file's."""
    sheet = "const styles = StyleSheet.create({\n  b: {\n    flex: 2\n  }\n});"
    reply = f"```tsx\n<Text style={{styles.b}}>a</Text>{between}{sheet}\n```"
    told = await told_of("typescriptreact", SCREEN, reply, file="a.tsx")
    assert told.after is not None, told.words
    assert "  row: { flex: 1 },\n  b: {\n    flex: 2,\n  },\n});" in told.after
    assert told.after.count("StyleSheet.create") == 1
    assert "added to `styles` of the file: `b`" in told.words


async def test_a_style_with_another_value_is_refused_by_name() -> None:
    reply = (
        "<Text style={styles.row}>a</Text>\n\nconst styles = StyleSheet.create({\n  row: { flex: 9 },\n});"
    )
    told = await told_of("typescriptreact", SCREEN, reply, "tsx", file="a.tsx")
    assert told.after is None
    assert "`row` of `styles` another value" in told.words


async def test_a_whole_screen_that_only_adds_is_taken_for_what_it_adds() -> None:
    whole = SCREEN.replace("Text, View }", "Text, View, Image }").replace("¦", "<Image style={styles.b} />")
    whole = whole.replace("flex: 1 },\n", "flex: 1 },\n  b: { flex: 2 },\n")
    told = await told_of("typescriptreact", SCREEN, whole, "tsx", file="a.tsx")
    assert told.after == whole, told.words


@pytest.mark.parametrize("quote", ["'", '"'])
async def test_a_whole_configuration_gives_what_is_new(quote: str) -> None:
    reply = (
        "module.exports = {\n  theme: {\n    colors: { more: '#222' },\n    spacing: {\n      sm: '1px'\n    }\n  },\n"
        "  plugins: [require('forms')]\n}"
    ).replace("'", quote)
    told = await told_of("javascript", CONFIG, reply, file="a.config.js")
    assert told.after == CONFIG.replace("'#111' }", "'#111', more: '#222' }").replace(
        "¦", "spacing: {\n      sm: '1px',\n    },"
    ).replace("[]", "[require('forms')]"), told.words


async def test_what_a_configuration_has_with_another_value_is_refused() -> None:
    told = await told_of(
        "javascript", CONFIG, "module.exports = {\n  theme: { colors: { own: '#999' }, a: 1 },\n}"
    )
    assert told.after is None
    assert "`own` of `module.exports` another value" in told.words


@pytest.mark.parametrize(
    "code",
    [
        "const more = 1;\n\nmodule.exports = { more };",
        "const more = 1;\n\nmodule.exports = { own, more };",
        "export const more = 1;",
        "const more = 1;\n\nmodule.exports.more = more;",
        "const more = 1;\n\nexports.more = more;",
    ],
)
async def test_a_commonjs_module_exports_what_the_reply_does(code: str) -> None:
    told = await told_of("javascript", COMMON, code)
    assert told.after == COMMON.replace("¦", "const more = 1").replace("{ own }", "{ own, more }"), told.words


async def test_a_function_that_a_commonjs_module_is_to_export_gets_a_name_there() -> None:
    """Above the file's own `module.exports = …` it would be lost."""
    told = await told_of("javascript", COMMON, "exports.more = (a) => {\n  return a;\n};")
    right = COMMON.replace("¦", "const more = (a) => {\n  return a\n}").replace("{ own }", "{ own, more }")
    assert told.after == right, told.words


async def test_a_default_export_is_left_out_of_a_commonjs_module() -> None:
    told = await told_of("javascript", COMMON, "const more = 1;\n\nexport default more;")
    assert told.after == COMMON.replace("¦", "const more = 1"), told.words
    assert "left out `export default more;`" in told.words


@pytest.mark.parametrize("remark", ["", "    // ...existing reducers\n"])
async def test_names_that_are_taken_out_of_an_object_join_those_of_the_file(remark: str) -> None:
    """A remark in an object stands for the members that the file has."""
    reply = (
        f'const slice = createSlice({{\n  name: "cart",\n  reducers: {{\n{remark}    clear(state) {{\n'
        "      state.n = 0;\n    },\n  },\n});\n\nexport const { add, clear } = slice.actions;"
    )
    told = await told_of("typescript", SLICE, reply)
    members = "clear(state) {\n      state.n = 0;\n    },"
    assert told.after == SLICE.replace("¦", members).replace("{ add }", "{ add, clear }"), told.words


@pytest.mark.parametrize("ends", [",", ""])
async def test_a_last_member_has_a_comma_where_those_of_the_file_have(ends: str) -> None:
    text = f"const a = {{\n  b: {{\n    c: 1{ends}\n  }},\n  ¦\n}};\n\nconst d = [\n  1{ends}\n];\n"
    told = await told_of("typescript", text, "e: {\n  f: 2\n}")
    assert told.after == text.replace("¦", f"e: {{\n    f: 2{ends}\n  }}{ends}"), told.words


async def test_a_declaration_beside_the_object_of_the_place_stands_behind_it() -> None:
    text = "export const A = {\n  one: 1,\n  ¦\n}\n\nexport const C = 3\n"
    reply = "export const A = {\n  one: 1,\n  two: 2,\n}\n\nexport const B = {\n  three: 3,\n}"
    told = await told_of("javascript", text, reply)
    assert told.after == text.replace("¦\n}", "two: 2,\n}\n\nexport const B = {\n  three: 3,\n}"), told.words
    assert "put `export const B = {` behind" in told.words


async def test_the_imports_of_a_whole_file_join_those_of_the_file() -> None:
    whole = SCREEN.replace("StyleSheet, Text, View }", "Image, StyleSheet, Text, View }").replace(
        "¦", "<Image />"
    )
    told = await told_of("typescriptreact", SCREEN, whole, "tsx", file="a.tsx")
    assert told.after == whole.replace(
        "Image, StyleSheet, Text, View }", "StyleSheet, Text, View, Image }"
    ), told.words


@pytest.mark.parametrize(
    ("own", "given"),
    [
        ("['./src/*.html']", "['./src/*.ts']"),
        ("'a b'", "'ab'"),
        ("'//a.net/b'", "'//c.net'"),
        ("'a;'", "'a'"),
    ],
)
async def test_strings_are_compared_by_all_that_they_say(own: str, given: str) -> None:
    """Neither their blanks nor what looks like a remark in them are a matter of form: no value is kept unsaid."""
    document = f"const own = {{ value: {own} }};\n\nfunction run() {{\n  ¦\n}}\n"
    reply = "const own = {{\n  value: {},\n  more: 1,\n}};\nreturn own.more;"
    told = await told_of("javascript", document, reply.format(given))
    assert told.after is None
    assert "`value` of `own` another value" in told.words
    told = await told_of("javascript", document, reply.format(own.replace("'", '"')))
    assert told.after == document.replace(" }", ", more: 1 }").replace("¦", "return own.more;"), told.words


TYPES = """import type { Team } from "./team";

export interface User {
  id: string;
}

type Options = { retries: number }

export function load(user: User, options: Options) {
  ¦
}
"""


@pytest.mark.parametrize(
    ("block", "old", "new"),
    [
        (
            "interface User {\n  id: string;\n  mail?: string;\n}",
            "id: string;\n",
            "id: string;\n  mail?: string;\n",
        ),
        (
            "type Options = { retries: number; wait?: number }",
            "{ retries: number }",
            "{ retries: number; wait?: number }",
        ),
        ("export interface Team {\n  users: User[];\n}", "", ""),
    ],
)
async def test_a_type_that_comes_again_in_a_second_block_gives_its_new_members(
    block: str, old: str, new: str
) -> None:
    """One that the file imports is for the file that it comes from."""
    reply = f"```ts\nsend(user);\n```\n\nExtend the type:\n\n```ts\n{block}\n```"
    told = await told_of("typescript", TYPES, reply, file="load.ts")
    assert told.after == TYPES.replace("¦", "send(user);").replace(old, new), told.words
    assert ("added to" in told.words) == bool(old)
    assert ("the file imports it" in told.words) == (not old)


@pytest.mark.parametrize("old", ["¦import { Btn } from './ui';¦\n", "import { Btn as Own } from './ui';\n¦"])
async def test_what_no_import_of_the_file_brings_in_any_longer_is_kept(old: str) -> None:
    """One that is selected goes with its names, and of `{ a as b }` only `b` is the file's."""
    text = f"import a from 'a';\n{old}\nexport const c = a(1);\n"
    new = "export const Btn = () => a(2);\nexport const d = a(Btn);"
    told = await told_of("typescript", text, f"```ts\n{new}\n```", file="load.ts")
    assert told.after is not None
    assert new in told.after.replace("\n\n", "\n"), told.words
    assert "the file imports it" not in told.words


async def test_a_type_around_the_place_that_comes_again_with_others_is_not_put_into_itself() -> None:
    text = "export interface User {\n  id: string;\n  ¦\n}\n"
    again = "export interface User {\n  id: string;\n  mail: string;\n}\n\nexport interface Team {\n  users: User[];\n}"
    told = await told_of("typescript", text, again, file="types.ts")
    assert told.after == f"{again}\n", told.words
    other = again.replace("id: string", "id: number")
    assert (await told_of("typescript", text, other, file="types.ts")).after is None


STORE = """interface Cart {
  items: string[];
  ¦
}

export const useCart = create<Cart>((set) => ({
  items: [],
}));
"""


async def test_members_of_a_type_and_of_the_store_that_has_it_go_to_either() -> None:
    """A statement is no member of a type."""
    store = "export const useCart = create<Cart>((set) => ({\n  items: [],\n  clear: () => set({ items: [] }),\n}));"
    told = await told_of(
        "typescript", STORE, f"```ts\nclear: () => void;\n```\n\nand\n\n```ts\n{store}\n```", file="cart.ts"
    )
    after = STORE.replace("¦", "clear: () => void;").replace(
        "items: [],\n", "items: [],\n  clear: () => set({ items: [] }),\n"
    )
    assert told.after == after, told.words
    other = await told_of("typescript", STORE, "clear: () => void;\n\nexport const a = 1;", file="cart.ts")
    assert other.after == STORE.replace("¦", "clear: () => void;").replace(
        "}\n", "}\n\nexport const a = 1;\n", 1
    )


async def test_what_new_members_use_stands_above_their_object_as_in_the_reply() -> None:
    """A constant is none yet above its line."""
    of_type = "export type D = typeof a;\n"
    text = f"export const a = b({{\n  c: 1,\n  ¦\n}});\n\n{of_type}"
    first = "const e = 2;\n\nexport const a = b({\n  c: 1,\n  f: e,\n});\n\n"
    last = "export const g = a.f;\n"
    told = await told_of("typescript", text, f"{first}{of_type}\n{last}")
    assert told.after == f"{first}{last}\n{of_type}", told.words
