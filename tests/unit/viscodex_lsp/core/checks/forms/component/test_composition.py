"""Options of Vue for a file with a `<script setup>` become its statements, where their form there is certain."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

TEXT = """<script setup>
import { ref } from 'vue'

const own = ref(1)
</script>

<template>
  <main>
    ¦
  </main>
</template>
"""
OPTIONS = """import { go } from "./go";

export default {
  name: "Tabs",
  data() {
    return {
      open: 0,
      // what is shown
      rows: [
        { id: 1, text: "this one" },
      ],
    };
  },
  computed: {
    first() {
      return this.rows[this.open];
    },
    many() {
      const all = this.rows;
      return all.length > 1;
    },
  },
  async mounted() {
    await this.load();
  },
  methods: {
    async load() {
      this.rows = await go();
    },
    pick(at) {
      this.open = at;
    },
  },
};"""
WRITTEN = """import { ref, computed, onMounted } from 'vue'
import { go } from './go'

const own = ref(1)

const open = ref(0)
// what is shown
const rows = ref([
  { id: 1, text: 'this one' },
])

const first = computed(() => rows.value[open.value])

const many = computed(() => {
  const all = rows.value
  return all.length > 1
})

onMounted(async () => {
  await load()
})

async function load() {
  rows.value = await go()
}

function pick(at) {
  open.value = at
}
</script>"""
MARKUP = '<p @click="pick(1)">{{ first.text }}</p>'


def reply_of(options: str) -> str:
    return f"<template>\n  {MARKUP}\n</template>\n\n<script>\n{options}\n</script>"


async def test_options_become_statements() -> None:
    told = await told_of("vue", TEXT, reply_of(OPTIONS))
    assert told.after is not None, told.words
    assert told.after.startswith(f"<script setup>\n{WRITTEN}\n")
    assert told.after.endswith(f"  <main>\n    {MARKUP}\n  </main>\n</template>\n")
    assert "wrote its options as a script setup" in told.words
    assert "left out the component's name" in told.words


@pytest.mark.parametrize(
    "options",
    [
        "methods: {\n  pick(open) {\n    this.open = open;\n  },\n},",  # a name for two things
        "methods: {\n  pick() {\n    this.$emit('a');\n  },\n},",
        "methods: {\n  pick() {\n    const { open } = this;\n  },\n},",
        "methods: {\n  pick: function () {\n    this.open = 1;\n  },\n},",
        "methods: {\n  pick() {\n    go(function () {\n      this.open = 1;\n    });\n  },\n},",
        "methods: {\n  pick() {\n    go('this.open');\n  },\n},",
        "props: ['a'],",
        "watch: {\n  open() {},\n},",
        "methods: {\n  own() {},\n},",  # which the file has
    ],
)
async def test_what_has_no_certain_form_is_refused(options: str) -> None:
    told = await told_of(
        "vue", TEXT, reply_of(f"export default {{\n  data: () => ({{ open: 0 }}),\n{options}\n}};")
    )
    assert told.after is None
