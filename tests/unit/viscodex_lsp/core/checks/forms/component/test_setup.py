"""A `<script setup>` for a component with a `setup()` becomes part of that, and shows what it makes."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

TEXT = """<template>
  <main>
    ¦
  </main>
</template>

<script>
import { ref } from 'vue'

export default {
  setup() {
    const tab = ref('a')

    return { tab }
  },
}
</script>
"""
REPLY = """<template>
  <p @click="add">{{ count }}</p>
</template>

<script setup>
import { ref } from "vue";
import { used } from "./used";

const count = ref(0);

function add() {
  // one more
  count.value += used("b");
}
</script>"""
JOINED = """<template>
  <main>
    <p @click="add">{{ count }}</p>
  </main>
</template>

<script>
import { ref } from 'vue'
import { used } from './used'

export default {
  setup() {
    const tab = ref('a')

    const count = ref(0)

    function add() {
      // one more
      count.value += used('b')
    }

    return { tab, count, add }
  },
}
</script>
"""


async def test_statements_go_into_the_files_setup_and_are_returned() -> None:
    """A `<script setup>` beside it would take its place, and `tab` would be gone."""
    assert (await told_of("vue", TEXT, REPLY)).after == JOINED


async def test_a_setup_goes_into_the_files_setup() -> None:
    inner = "const count = ref(0);\n\nfunction add() {\n// one more\ncount.value += used('b');\n}"
    setup = f"setup() {{\n{inner}\n\nreturn {{ count, add }};\n}}"
    options = f"import {{ used }} from './used';\nexport default {{\n{setup}\n}}"
    reply = f"{REPLY[: REPLY.index('<script')]}<script>\n{options}\n</script>"
    told = await told_of("vue", TEXT, reply)
    assert told.after is not None, told.words
    assert "".join(told.after.split()) == "".join(JOINED.split())


@pytest.mark.parametrize(
    "script",
    [
        "<script setup>\nconst tab = ref('b')\n</script>",  # which is there already
        "<script setup>\ndefineProps({ tab: String })\n</script>",  # only such a script has it
        "<script>\nexport default {\n  data: () => ({ tab: 'b' }),\n}\n</script>",  # one of both would win
    ],
)
async def test_what_cannot_be_one_is_refused(script: str) -> None:
    told = await told_of("vue", TEXT, f"<template>\n  <p>{{{{ tab }}}}</p>\n</template>\n\n{script}")
    assert told.after is None


async def test_rules_of_css_go_into_a_sheet_of_scss_and_a_new_sheet_is_told_as_one() -> None:
    reply = '<template>\n  <p class="a">x</p>\n</template>\n\n<style>\n.a {\n  color: red;\n}\n</style>'
    told = await told_of(
        "vue", f'{TEXT}\n<style lang="scss" scoped>\n.b {{\n  color: blue;\n}}\n</style>\n', reply
    )
    assert told.after is not None, told.words
    assert told.after.endswith("  color: blue;\n}\n.a {\n  color: red;\n}\n</style>\n")
    assert "into the file's own" in told.words
    assert "at the end of the file" in (await told_of("vue", TEXT, reply)).words
