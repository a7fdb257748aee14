import js from "@eslint/js";
import globals from "globals";
import svelte from "eslint-plugin-svelte";
import ts from "typescript-eslint";
import { layers } from "./tools/layers.js";

/** Checks which folders of src may import each other: see ARCHITECTURE.md. */
const structure = {
  files: ["src/**/*.{ts,svelte}", "workers/**/*.ts"],
  plugins: { loupe: { rules: { layers } } },
  rules: { "loupe/layers": "error" },
};

export default ts.config(
  { ignores: ["coverage/", "dist/", "node_modules/", "test/fixtures/"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off", // necessary in parsers because of noUncheckedIndexedAccess
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      // State for a million alerts is plain Maps with a version counter: a reactive Map is too slow.
      "svelte/prefer-svelte-reactivity": "off",
      "no-alert": "error",
      "no-control-regex": "off", // evidence contains control characters
      "svelte/no-at-html-tags": "error",
      "no-restricted-properties": [
        "error",
        {
          object: "window",
          property: "open",
          message: "CSP does not stop navigation: the page must not navigate.",
        },
      ],
      "no-restricted-globals": [
        "error",
        ...["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "RTCPeerConnection"].map((name) => ({
          name,
          message: "The page makes no request at all.",
        })),
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector:
            ":matches(PropertyDefinition, MethodDefinition[kind!=constructor])[accessibility=private]",
          message: "A private member is a # member.",
        },
      ],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  { files: ["tools/**", "test/**", "*.ts"], rules: { "no-restricted-globals": "off" } },
  structure,
);
