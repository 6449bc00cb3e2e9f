// Bundles one component with its framework into a page: node build_component.mjs FRAMEWORK PACKAGES < files.json
// It runs in the sandbox; the page goes to standard output, what does not compile to standard error (status 1), and a
// package that is not in PACKAGES (a node_modules folder) is named alone on a line that begins with "missing:".
import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { join } from "node:path";

const [framework, packages] = process.argv.slice(2);
const load = createRequire(join(packages, "of-the-packages.js"));
let text = "";
for await (const chunk of process.stdin) text += chunk;
const files = JSON.parse(text);

const ENTRIES = {
  react: `import { createRoot } from "react-dom/client"; import { createElement } from "react"; import Page from "/page.jsx";
    createRoot(document.getElementById("root")).render(createElement(Page));`,
  vue: `import { createApp } from "vue"; import Page from "/page.vue"; createApp(Page).mount("#root");`,
  angular: `import "zone.js"; import "@angular/compiler"; import { bootstrapApplication } from "@angular/platform-browser";
    import * as found from "/page.ts";
    const kept = Object.values(found).find((one) => one && one.ɵcmp);
    const place = document.createElement(kept.ɵcmp.selectors[0][0]); document.getElementById("root").append(place);
    bootstrapApplication(kept);`,
};

function sources() {
  if (framework === "react") return { "/page.jsx": { contents: files.jsx, loader: "tsx" } };
  if (framework === "vue") return { "/page.vue": { contents: vue(files.vue), loader: "ts" } };
  return { "/page.ts": { contents: angular(files.html, files.ts), loader: "ts" } };
}

function vue(source) {
  const sfc = load("@vue/compiler-sfc");
  const { descriptor, errors } = sfc.parse(source, { filename: "page.vue" });
  if (errors.length) throw errors[0];
  const inline = { id: "page", inlineTemplate: Boolean(descriptor.scriptSetup) };
  const script = descriptor.script || descriptor.scriptSetup ? sfc.compileScript(descriptor, inline).content : "export default {}";
  let code = sfc.rewriteDefault(script, "component", ["typescript"]);
  if (descriptor.template && !descriptor.scriptSetup) {
    const made = sfc.compileTemplate({ source: descriptor.template.content, filename: "page.vue", id: "page" });
    if (made.errors.length) throw made.errors[0];
    code += `\n${made.code}\ncomponent.render = render;`;
  }
  const css = descriptor.styles.map((style) => style.content).join("\n");
  return `${code}\nconst style = document.createElement("style"); style.textContent = ${JSON.stringify(css)};
    document.head.append(style); export default component;`;
}

function angular(html, ts) {
  // Files beside the component are read by its tools; here its template is put in their place.
  return ts
    .replace(/templateUrl\s*:\s*(['"`])[^'"`]*\1/, () => `template: ${JSON.stringify(html)}`)
    .replace(/styleUrls?\s*:\s*(\[[^\]]*\]|(['"`])[^'"`]*\2)\s*,?/, "");
}

const inMemory = (given) => ({
  name: "in-memory",
  setup(build) {
    build.onResolve({ filter: /^\/page\./ }, ({ path }) => ({ path, namespace: "given" }));
    build.onLoad({ filter: /.*/, namespace: "given" }, ({ path }) => ({ ...given[path], resolveDir: packages }));
  },
});

try {
  const made = await load("esbuild").build({
    stdin: { contents: ENTRIES[framework], resolveDir: packages, loader: "js" },
    bundle: true, write: false, format: "iife", jsx: "automatic", logLevel: "silent", nodePaths: [packages],
    define: { "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
    loader: { ".css": "empty", ".svg": "dataurl", ".png": "dataurl" },
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    plugins: [inMemory(sources())],
  });
  const tailwind = join(packages, "@tailwindcss", "browser", "dist", "index.global.js");
  const scripts = existsSync(tailwind) ? [load("node:fs").readFileSync(tailwind, "utf8")] : [];
  scripts.push(made.outputFiles[0].text);
  const inline = scripts.map((script) => `<script>${script.replaceAll("</script", "<\\/script")}</script>`);
  process.stdout.write(`<!doctype html><meta charset="utf-8"><body><div id="root"></div>${inline.join("\n")}`);
} catch (error) {
  const missing = /Could not resolve "([^"]+)"/.exec(String(error.message)) ?? /Cannot find module '([^']+)'/.exec(String(error.message));
  if (missing && !/^[./]/.test(missing[1])) process.stderr.write(`missing:${missing[1]}\n`);
  process.stderr.write(String(error.errors?.[0]?.text ?? error.message ?? error).slice(0, 500));
  process.exitCode = 1;
}
