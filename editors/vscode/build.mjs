// Bundles src/ into dist/: `node build.mjs` the extension, `node build.mjs test` the unit tests.
import { build } from "esbuild";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const tests = process.argv[2] === "test";
const shared = { bundle: true, platform: "node", format: "cjs", target: "node20", logLevel: "warning" };

if (tests) {
  const entryPoints = readdirSync("src/test").map((name) => `src/test/${name}`);
  await build({ ...shared, entryPoints, outdir: "dist/test" });
} else {
  const { metafile } = await build({
    ...shared,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.js",
    external: ["vscode"],
    minify: true,
    keepNames: true,
    metafile: true,
  });
  await build({ ...shared, platform: "browser", format: "iife", entryPoints: ["src/webview/regionPanel.ts"], outdir: "dist", minify: true });
  mkdirSync("dist", { recursive: true });
  writeFileSync("dist/LICENSES.txt", licences(Object.keys(metafile.inputs)));
  writeFileSync("dist/README.md", withoutPictures(readFileSync("README.md", "utf8")));
}

/** The editor shows no picture of an installed README unless the web has it: paragraphs that begin with one are left out. */
function withoutPictures(readme) {
  return readme.split("\n\n").filter((paragraph) => !/^\s*!\[/.test(paragraph)).join("\n\n");
}

/** The licences of this extension and of every package that the bundle has parts of. */
function licences(inputs) {
  const packages = new Set(inputs.flatMap((path) => path.match(/^.*node_modules\/(@[^/]+\/)?[^/]+/)?.[0] ?? []));
  const own = readFileSync("../../LICENSE", "utf8");
  const others = [...packages].sort().map((folder) => {
    const name = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    const text = name && existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : "See its package.json.";
    return `${folder.replace(/^.*node_modules\//, "")}\n\n${text}`;
  });
  return [own, ...others].join(`\n${"-".repeat(80)}\n\n`);
}
