import js from "@eslint/js";
import globals from "globals";
import svelte from "eslint-plugin-svelte";
import ts from "typescript-eslint";

/** Which folders a folder of src may import: arrows run one way only (ARCHITECTURE.md, the folder charter). */
const allowed = {
  eql: [],
  kql: ["eql"],
  bytes: [],
  rules: ["eql", "kql", "bytes"],
  formats: ["eql", "bytes"],
  sources: ["eql", "formats"],
  scan: ["eql", "kql", "rules", "formats", "sources", "bytes"],
  case: ["eql", "rules", "formats", "sources", "scan"],
  triage: ["eql", "kql", "rules"],
  export: ["eql", "kql", "rules", "formats", "sources", "scan", "case"],
};

const folders = [
  "eql",
  "kql",
  "bytes",
  "rules",
  "formats",
  "sources",
  "scan",
  "case",
  "triage",
  "export",
  "ui",
];

const oneWay = Object.entries(allowed).map(([folder, may]) => ({
  files: [`src/${folder}/**/*.ts`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          {
            group: folders
              .filter((f) => f !== folder && !may.includes(f))
              .flatMap((f) => [`**/${f}`, `**/${f}/**`]),
            message: `src/${folder} may import only: ${may.join(", ") || "nothing of the house"}.`,
          },
        ],
      },
    ],
  },
}));

export default ts.config(
  { ignores: ["dist/", "node_modules/", "test/fixtures/"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off", // noUncheckedIndexedAccess makes them necessary in parsers
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      // State of a million alerts is plain Maps with a version counter beside them: a reactive Map costs too much.
      "svelte/prefer-svelte-reactivity": "off",
      "no-alert": "error",
      "no-control-regex": "off", // evidence holds control characters
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
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  { files: ["tools/**", "test/**", "*.ts"], rules: { "no-restricted-globals": "off" } },
  ...oneWay,
);
