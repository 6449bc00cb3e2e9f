// Judges repositories with the compilers of their frameworks: JSON on stdin, a list of {root, framework, pages, aliases,
// library, types, templates}; on stdout, for each, what is wrong: unresolved or missing imports, and what compilers and the
// frameworks' own checkers of types say.
import { createRequire } from "node:module";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [compilers, libraries, angular] = process.argv.slice(2);
const require = createRequire(join(compilers, "package.json"));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const esbuild = await load("esbuild");
const vue = await load("@vue/compiler-sfc");
const svelte = ((loaded) => loaded.compile ? loaded : loaded.default)(await load("svelte/compiler"));
const ts = createRequire(join(libraries, "package.json"))("typescript");

const single = (given) => ({
  name: "single-file",
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ path, kind, resolveDir, importer, pluginData }) => {
      if (kind === "entry-point" || path.startsWith(".") || pluginData === "again") return null;
      for (const [prefix, target] of given.aliases) {
        if (path === prefix || path.startsWith(prefix.endsWith("/") ? prefix : `${prefix}/`)) {
          const rest = prefix.endsWith("/") ? path.slice(prefix.length) : path.slice(prefix.length + 1);
          return build.resolve(`./${join(target, rest)}`, { kind, resolveDir: given.root, pluginData: "again" });
        }
      }
      const own = given.library && (path === given.library || path.startsWith(`${given.library}/`));
      if (own && !importer.includes("node_modules")) {
        return build.resolve(path, { kind, resolveDir: libraries, pluginData: "again" });
      }
      if (/^[@\w]/.test(path) && !existsSync(path)) return { path, external: true };
      return null;
    });
    build.onLoad({ filter: /\.vue$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      const { descriptor, errors } = vue.parse(source, { filename: path });
      if (errors.length) throw errors[0];
      const lang = (descriptor.scriptSetup ?? descriptor.script)?.lang === "ts" ? "ts" : "js";
      if (!descriptor.script && !descriptor.scriptSetup) return { contents: "export default {}", loader: "js" };
      const script = vue.compileScript(descriptor, { id: "a", inlineTemplate: Boolean(descriptor.scriptSetup) });
      if (descriptor.template && !descriptor.scriptSetup) {
        const done = vue.compileTemplate({ id: "a", filename: path, source: descriptor.template.content });
        if (done.errors.length) throw done.errors[0];
      }
      return { contents: script.content, loader: lang };
    });
    build.onLoad({ filter: /\.svelte$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      return { contents: svelte.compile(source, { filename: path, generate: "client" }).js.code, loader: "js" };
    });
  },
});

async function bundled(given) {
  const result = await esbuild.build({
    entryPoints: given.pages.map((page) => join(given.root, page)), absWorkingDir: given.root, bundle: true, write: false,
    outdir: join(given.root, "out"), jsx: "automatic", format: "esm", logLevel: "silent", plugins: [single(given)],
    conditions: ["svelte", "import"], loader: { ".css": "empty", ".d.ts": "empty" },
  }).catch((error) => error);
  const told = [...(result.errors ?? []), ...(result.warnings ?? []).filter(({ id }) => id === "import-is-undefined")];
  return told.map(({ text, location }) => `${location?.file ?? ""}: ${text}`);
}

function typed(given) {
  const pages = given.pages.filter((page) => page.endsWith(".tsx")).map((page) => join(given.root, page));
  if (!given.types || !pages.length) return [];
  const paths = Object.fromEntries(given.aliases.map(([prefix, target]) =>
    prefix.endsWith("/") ? [`${prefix}*`, [`${target}/*`]] : [prefix, [`${target}`]]));
  const program = ts.createProgram(pages, {
    noEmit: true, strict: true, skipLibCheck: true, jsx: ts.JsxEmit.ReactJSX, target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, baseUrl: given.root, types: [],
    paths: { ...paths, "*": ["./*", join(libraries, "node_modules/@types/*"), join(libraries, "node_modules/*")] },
  });
  const told = pages.flatMap((page) => ts.getPreEmitDiagnostics(program, program.getSourceFile(page)));
  return told.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}

// vue-tsc and svelte-check, which look into templates. Of components in plain JavaScript nothing is known but by
// inference, which takes every prop for one that must be given: there imports alone are judged.
function templates(given) {
  const names = given.aliases.map(([prefix, target]) =>
    prefix.endsWith("/") ? [`${prefix}*`, [`${target}/*`]] : [prefix, [target]]);
  const modules = join(libraries, "node_modules");
  const options = {
    noEmit: true, strict: true, noImplicitAny: false, skipLibCheck: true, allowJs: true, checkJs: Boolean(given.library),
    jsx: "preserve", target: "ES2022", module: "ESNext", moduleResolution: "Bundler", baseUrl: given.root, types: [],
    lib: ["ES2022", "DOM", "DOM.Iterable"],
    paths: { ...Object.fromEntries(names), "*": ["./*", `${modules}/@types/*`, `${modules}/*`] },
  };
  const settings = join(given.root, "tsconfig.judge.json");
  writeFileSync(settings, JSON.stringify({ compilerOptions: options, include: given.pages }));
  const asked = given.framework === "vue"
    ? [join(modules, "vue-tsc/bin/vue-tsc.js"), "--noEmit", "-p", settings]
    : [join(modules, "svelte-check/bin/svelte-check"), "--workspace", given.root, "--tsconfig", settings,
       "--output", "machine", "--threshold", "error"];
  const ran = spawnSync(process.execPath, asked, { cwd: given.root, encoding: "utf8", maxBuffer: 1 << 26 });
  const lines = `${ran.stdout}${ran.stderr}`.split("\n");
  const ended = given.framework === "vue" ? ran.status !== null : lines.some((line) => / COMPLETED /.test(line));
  const told = lines.filter((line) => /error TS| ERROR /.test(line) && given.pages.some((page) => line.includes(page)));
  return ended ? told : [`the checker of types did not run: ${lines.slice(-3).join(" ")}`];
}

// Angular's own compiler, as strict as it can be, on the whole project of each edit.
async function compiled(given) {
  const { performCompilation } = await import(pathToFileURL(
    createRequire(join(angular, "package.json")).resolve("@angular/compiler-cli")).href);
  return given.copies.flatMap((root) => {
    const rootNames = readdirSync(join(root, "src"), { recursive: true }).filter((name) => name.endsWith(".ts"))
      .map((name) => join(root, "src", name));
    const { diagnostics } = performCompilation({ rootNames, options: {
      rootDir: root, basePath: root, noEmit: true, strict: true, strictTemplates: true, strictInjectionParameters: true,
      strictInputAccessModifiers: true, skipLibCheck: true, experimentalDecorators: true, types: [],
      target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, preserveSymlinks: true,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    } });
    return diagnostics.filter(({ category }) => category === ts.DiagnosticCategory.Error)
      .map(({ messageText, file }) => `${file?.fileName.split("/").pop()}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
  });
}

async function judge(given) {
  if (given.framework === "angular") return compiled(given);
  const own = given.framework === "react" || !given.templates || !given.pages.length ? [] : templates(given);
  return [...(await bundled(given)), ...typed(given), ...own];
}

let text = "";
process.stdin.setEncoding("utf8");
for await (const part of process.stdin) text += part;
const said = [];
for (const given of JSON.parse(text)) said.push(await judge(given));
process.stdout.write(JSON.stringify(said));
