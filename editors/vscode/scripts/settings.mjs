// Writes the server's settings into package.json: `viscodex-lsp settings | node scripts/settings.mjs`.
// With --print it prints the whole section instead and leaves the file alone.
import { readFileSync, writeFileSync } from "node:fs";

// Where the model is, what is run and what is covered is never taken from a workspace: only from the person's own.
const OWN_MACHINE = new Set(["server", "embedded", "privacy", "truth"]);
const KEPT = ["type", "default", "description", "enum", "minimum", "maximum", "exclusiveMinimum", "items"];
const COMMAND = {
  type: "array",
  items: { type: "string" },
  default: [],
  scope: "machine",
  order: 0,
  description:
    "Program of the language server and its arguments; empty looks in the selected Python environment, then in PATH.",
};

const schema = JSON.parse(readFileSync(0, "utf8"));
const section = { title: "VisCodex", properties: { "viscodex.command": COMMAND, ...propertiesOf(schema) } };
if (process.argv.includes("--print")) {
  console.log(JSON.stringify(section));
} else {
  const file = new URL("../package.json", import.meta.url);
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  manifest.contributes.configuration = section;
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

function propertiesOf(schema) {
  const entries = Object.entries(schema.properties).flatMap(([name, { $ref }]) => {
    const definition = schema.$defs[$ref.split("/").at(-1)];
    return Object.entries(definition.properties).map(([key, value]) => [name, key, value]);
  });
  return Object.fromEntries(
    entries.map(([name, key, value], index) => {
      const kept = Object.fromEntries(Object.entries(value).filter(([field]) => KEPT.includes(field)));
      const scope = OWN_MACHINE.has(name) ? "machine" : "resource";
      return [`viscodex.${name}.${key}`, { ...kept, scope, order: index + 1 }];
    }),
  );
}
