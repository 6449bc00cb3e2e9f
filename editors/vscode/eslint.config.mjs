// Strict rules with types; a warning is a failure (`npm run check`).
import tseslint from "typescript-eslint";

// A room imports neither these rooms nor what wires them: src/rooms.ts tells the parts of the whole to the last two.
const ROOMS_ABOVE = {
  server: ["request", "proposals", "pictures", "status", "rooms", "commands", "extension"],
  request: ["proposals", "pictures", "status", "rooms", "commands", "extension"],
  proposals: ["request", "pictures", "status", "rooms", "commands", "extension"],
  pictures: ["proposals", "status", "commands", "extension"],
  status: ["request", "proposals", "pictures", "commands", "extension"],
};

export default tseslint.config(
  { ignores: ["dist", "node_modules", "build.mjs", "scripts", "eslint.config.mjs"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "max-lines": ["error", 240],
      "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }],
      "max-depth": ["error", 3],
    },
  },
  {
    files: ["src/core/**"],
    rules: { "no-restricted-imports": ["error", { paths: ["vscode"], patterns: ["vscode-languageclient*", "../*"] }] },
  },
  ...Object.entries(ROOMS_ABOVE).map(([room, above]) => ({
    files: [`src/${room}/**`],
    rules: { "no-restricted-imports": ["error", { patterns: above.flatMap((name) => [`../${name}`, `../${name}/*`]) }] },
  })),
  {
    files: ["src/test/**"],
    rules: { "max-lines-per-function": "off", "@typescript-eslint/no-floating-promises": "off" },
  },
);
