import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventOf } from "../../src/scan/index.ts";
import { registryDocument } from "../support/documents.ts";
import { ndjson, scan } from "../support/scan.ts";
import { tarMember } from "../support/tar.ts";
import { zip } from "../support/zip.ts";

/* Forms inside containers inside containers: every event is found, or the file says what was not read. */

const documents = (hosts: readonly string[]) => hosts.map((host) => registryDocument({ host }));

const CONTENTS: Readonly<Record<string, (hosts: readonly string[]) => string>> = {
  NDJSON: (hosts) => ndjson(documents(hosts)),
  "a pretty array": (hosts) => JSON.stringify(documents(hosts), null, 2),
  "a response": (hosts) =>
    JSON.stringify({ hits: { hits: documents(hosts).map((source) => ({ _source: source })) } }),
  "NDJSON and an array": ([first, ...rest]) =>
    `${ndjson(documents([first!]))}${JSON.stringify(documents(rest))}`,
};

/** Each container also holds an event of its own, beside what is put into it. */
const CONTAINERS = {
  gzip: (inner: Uint8Array): Uint8Array => gzipSync(inner),
  zip: (inner: Uint8Array, level: number): Uint8Array =>
    zip([
      { path: `beside-${level}.ndjson`, data: ndjson(documents([`BESIDE-${level}`])) },
      { path: "inner.bin", data: inner, stored: level % 2 === 0 },
    ]),
  tar: (inner: Uint8Array, level: number): Uint8Array =>
    Buffer.concat([
      tarMember({ path: "inner.bin", data: inner }),
      tarMember({ path: `beside-${level}.ndjson`, data: ndjson(documents([`BESIDE-${level}`])) }),
      Buffer.alloc(1024),
    ]),
} as const;
type Container = keyof typeof CONTAINERS;

function nest(content: string, containers: readonly Container[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    containers.reduce<Uint8Array>(
      (inner, container, level) => CONTAINERS[container](inner, level),
      Buffer.from(content),
    ),
  );
}

const INSIDE = ["A", "B", "C"];
const beside = (containers: readonly Container[]): string[] =>
  containers.flatMap((container, level) => (container === "gzip" ? [] : [`BESIDE-${level}`]));

async function hostsIn(file: Uint8Array<ArrayBuffer>) {
  const { findings, problems, lost } = await scan(file);
  return { hosts: findings.map((finding) => String(eventOf(finding)["host.name"])).sort(), problems, lost };
}

/** Archives may be nested once, and each layer may be compressed. */
const READ: readonly (readonly Container[])[] = [
  [],
  ["gzip"],
  ["zip"],
  ["tar"],
  ["tar", "gzip"],
  ["gzip", "zip"],
  ["gzip", "tar"],
  ["gzip", "tar", "gzip"],
  ["zip", "zip"],
  ["zip", "tar"],
  ["tar", "zip"],
  ["tar", "tar"],
  ["tar", "gzip", "zip"],
  ["tar", "gzip", "tar", "gzip"],
];

describe("a form in containers", () => {
  it.each(READ.flatMap((containers) => Object.keys(CONTENTS).map((what) => ({ containers, what }))))(
    "is read: $what in $containers",
    async ({ containers, what }) => {
      const { hosts, lost } = await hostsIn(nest(CONTENTS[what]!(INSIDE), containers));
      expect(hosts).toEqual([...INSIDE, ...beside(containers)].sort());
      expect(lost).toBe(0);
    },
  );

  it("is read, or the file says what was not, however deep it is", async () => {
    const containers = fc.array(fc.constantFrom<Container>("gzip", "zip", "tar"), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(containers, fc.constantFrom(...Object.keys(CONTENTS)), async (chain, what) => {
        const { hosts, problems, lost } = await hostsIn(nest(CONTENTS[what]!(INSIDE), chain));
        const expected = [...INSIDE, ...beside(chain)].sort();
        // Nothing is found twice, and nothing that is not there.
        expect(new Set(hosts).size).toBe(hosts.length);
        expect(expected).toEqual(expect.arrayContaining(hosts));
        if (hosts.length === expected.length) return;
        expect(lost, JSON.stringify(problems)).toBeGreaterThan(0);
        expect(problems.some(({ severity }) => severity === "error")).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
