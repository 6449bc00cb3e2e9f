// Parses sources into syntax trees: node parse_code.mjs PACKAGES < [{"kind": …, "text": …}, …]
// It runs in the sandbox, with the parsers of PACKAGES (a node_modules folder). The trees go to standard output as a JSON
// list; null stands for a source that does not parse.
import { createRequire } from "node:module";
import { join } from "node:path";

const load = createRequire(join(process.argv[2], "of-the-packages.js"));
let text = "";
for await (const chunk of process.stdin) text += chunk;

const babel = (...plugins) => {
  const { parse } = load("@babel/parser");
  return (source) => parse(source, { sourceType: "module", plugins });
};
// As DesignBench's evaluator calls them.
const PARSERS = {
  html: () => load("parse5").parse,
  vue: () => load("@vue/compiler-dom").parse,
  jsx: () => babel("jsx", "typescript"),
  ts: () => babel("typescript", "decorators-legacy"),
};
// What leads from a node back to those above it.
const UPWARDS = new Set(["parentNode", "ownerDocument"]);

const trees = JSON.parse(text).map(({ kind, text: source }) => {
  const parse = PARSERS[kind]();
  try {
    return JSON.stringify(parse(source), (key, value) => (UPWARDS.has(key) ? undefined : value));
  } catch {
    return "null";
  }
});
process.stdout.write(`[${trees.join(",")}]`);
