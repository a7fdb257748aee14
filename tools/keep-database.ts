import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ensureBrowsers } from "./browsers.ts";
import { type KeptDatabase, readStored, type ShownCase } from "../test/browser/fixtures/database.ts";
import {
  keepOtherCase,
  keepOwnRule,
  keepReadings,
  keepRegistryAlerts,
  keepRules,
  MAIN_CASE,
  OTHER_CASE,
  READINGS_CASE,
  shownCase,
} from "../test/browser/fixtures/kept-cases.ts";
import { newCase } from "../test/browser/fixtures/page.ts";
import { type Evidence, openLoupe } from "../test/browser/support/index.ts";

/**
 * `npx tsx tools/keep-database.ts`: creates some cases with the built page and writes what it stored for them to
 * test/fixtures/database. Run it before you raise the database version, so that a test can open what the preceding
 * version stored.
 */
ensureBrowsers();
const loupe = await openLoupe("chromium", { alone: true });
try {
  await loupe.page.setViewport({ width: 1600, height: 1400 });
  const shown: Record<string, ShownCase> = {};
  const evidence: Evidence[] = [];
  evidence.push(...(await keepOtherCase(loupe)));
  shown[OTHER_CASE] = await shownCase(loupe);
  evidence.push(...(await keepReadings(loupe)));
  shown[READINGS_CASE] = await shownCase(loupe);
  await newCase(loupe);
  evidence.push(...(await keepRegistryAlerts(loupe, MAIN_CASE)), ...(await keepRules(loupe)));
  await keepOwnRule(loupe);
  shown[MAIN_CASE] = await shownCase(loupe);

  const { version, stores } = await readStored(loupe);
  const files = Object.fromEntries(
    evidence.map(({ name, bytes, text }) => [name, gzipSync(bytes ?? text ?? "").toString("base64")]),
  );
  const path = join(import.meta.dirname, `../test/fixtures/database/version-${version}.json`);
  writeFileSync(path, fixtureText({ version, stores, files, shown }));
  console.log(`Wrote ${path}.`);
} finally {
  await loupe.close();
}

/** One record per line, so that two versions can be compared. */
function fixtureText({ version, stores, files, shown }: KeptDatabase): string {
  const lines = (values: readonly unknown[]): string =>
    values.map((value) => `\n   ${JSON.stringify(value)}`).join(",");
  const named = (entries: object, text: (value: unknown) => string): string =>
    Object.entries(entries)
      .map(([name, value]) => `\n  ${JSON.stringify(name)}: ${text(value)}`)
      .join(",");
  const list = (value: unknown): string => `[${lines(value as unknown[])}]`;
  return `{
 "version": ${version},
 "stores": {${named(stores, list)}
 },
 "files": {${named(files, JSON.stringify)}
 },
 "shown": {${named(shown, JSON.stringify)}
 }
}
`;
}
