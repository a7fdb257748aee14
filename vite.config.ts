import os from "node:os";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { viteSingleFile } from "vite-plugin-singlefile";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tools/longest-first.ts";
import { buildInfo } from "./tools/vite-build-info.ts";
import { packedTables } from "./tools/vite-packed-tables.ts";
import { oneScript } from "./tools/vite-one-script.ts";
import { inlineIcon, oneBundle, sealBuild, zipWithoutLoading } from "./tools/vite-single-page.ts";

const root = import.meta.dirname;
const COUNTING = "test/**/work.test.ts";

export default defineConfig({
  root,
  publicDir: false, // its files end up inside the page, never beside it
  plugins: [
    svelte({
      configFile: false,
      // The class of a component's styles is in the page with nearly every element: svelte's own is twice as long.
      compilerOptions: { cssHash: ({ filename, hash }) => `s${hash(filename)}` },
    }),
    buildInfo(root),
    inlineIcon(root),
    zipWithoutLoading(),
    packedTables(),
    oneScript(root),
    oneBundle(),
    viteSingleFile(),
    sealBuild(root),
  ],
  build: {
    target: "es2023",
    modulePreload: false, // its polyfill fetches
    reportCompressedSize: false,
  },
  test: {
    coverage: {
      include: ["src/**/*.{ts,svelte}"], // also count files that no test loads
      exclude: ["**/*.d.ts"],
      reporter: ["json-summary", "html"], // tools/coverage.ts builds its table from the first
      reportOnFailure: true,
    },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/browser/**", "test/bench/**", COUNTING],
          // By itself, Vitest leaves one core idle, which is half of a small machine.
          maxWorkers: os.availableParallelism(),
          // Loading Loupe anew for each of the files would take a third of the time.
          isolate: false,
          // These limits only end tests that hang: a busy machine may take ten times as long as an idle one.
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: "work",
          // They count in code that was loaded after they began: see test/support/work.ts.
          include: [COUNTING],
          maxWorkers: os.availableParallelism(),
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          // Each file drives whole browsers, which wait more than they work: three at once take four fifths of the time that
          // two take on two cores.
          maxWorkers: 3,
          // Files that run one after the other in the same process share its browsers: see support/browser-session.ts.
          isolate: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
