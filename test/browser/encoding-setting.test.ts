import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { zip } from "../support/zip.ts";
import { DUMP_TYPE } from "./fixtures/documents.ts";
import {
  chooseAlert,
  detailText,
  examine,
  expectQuiet,
  exportCsv,
  newCase,
  openFile,
  unfoldedText,
} from "./fixtures/page.ts";
import { type Evidence, type Loupe, openLoupe, otherBrowser } from "./support/index.ts";

/* The encoding of a file, which an analyst sets where the file declares none and is not UTF-8. */

const USERS = ["Jürgen", "Åsa", "Zoë", "René", "Søren"];
const TABLE = Buffer.from(
  [
    "@timestamp,event.category,host.name,host.os.type,registry.path,registry.data.strings,user.name",
    ...USERS.map((user, n) => `2024-05-14T04:01:1${n}Z,registry,HOST-${n},windows,${DUMP_TYPE},2,${user}`),
  ]
    .map((line) => `${line}\r\n`)
    .join(""),
  "latin1",
);
const FILE: Evidence = { name: "western.csv", bytes: Uint8Array.from(TABLE) };
const ARCHIVE: Evidence = {
  name: "western.zip",
  bytes: zip([{ path: "western.csv", data: TABLE }]),
};

describe.each(otherBrowser)("the encoding of a file in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
    await loupe.page.setViewport({ width: 1600, height: 1400 });
  });
  afterAll(() => loupe?.close());

  const users = async (): Promise<string[]> =>
    (await exportCsv(loupe)).rows.map((row) => row["user.name"]!).sort();
  const selects = async (): Promise<number> => {
    await openFile(loupe, FILE.name);
    return (await loupe.page.$$("[data-testid=encoding-correction]")).length;
  };

  async function choose(encoding: string): Promise<void> {
    await (await loupe.element("encoding-correction")).select(encoding);
    expect(await loupe.waitForScan(), await loupe.describe()).toBe("done");
  }

  it("is asked for once, and gives the right letters once it is set; verdicts stay", async () => {
    await examine(loupe, [FILE]);
    expect((await users())[0]).toContain("\uFFFD");
    expect(await unfoldedText(loupe, FILE.name)).toContain("bytes that are not UTF-8");
    expect(await selects(), "one question for five rows").toBe(1);
    await chooseAlert(loupe, "host-0");
    await loupe.click("verdict-true-positive");
    await (await loupe.element("verdict-note")).type("seen");

    await choose("windows-1252");
    expect(await users()).toEqual([...USERS].sort());
    const row = await unfoldedText(loupe, FILE.name);
    expect(row).toContain("read as windows-1252, as you set");
    expect(row).toContain("WINDOWS-1252");
    expect(row).not.toContain("bytes that are not UTF-8");
    expect(await selects()).toBe(1);
    expect(await loupe.alertCount()).toBe(USERS.length);
    await chooseAlert(loupe, "host-0");
    expect(await detailText(loupe)).toContain("Jürgen");
    const judged = (await exportCsv(loupe)).rows.find((alert) => alert["host.name"] === "HOST-0");
    expect(judged).toMatchObject({ "loupe.verdict": "true positive", "loupe.note": "seen" });
  });

  it("is kept with the case, and can be taken back", async () => {
    await loupe.reload();
    await loupe.element("alert-row");
    const select = await loupe.element("encoding-correction");
    expect(await select.evaluate((element) => (element as HTMLSelectElement).value)).toBe("windows-1252");
    expect(await users()).toEqual([...USERS].sort());
    await (await loupe.element("encoding-correction")).select("");
    expect(await loupe.text("reading-pending")).toContain("scanned again with the default settings.");
  });

  it("applies to the files of an archive", async () => {
    await newCase(loupe);
    await examine(loupe, [ARCHIVE]);
    await choose("windows-1252");
    expect(await users()).toEqual([...USERS].sort());
    await choose("");
    expect((await users())[0]).toContain("\uFFFD");
    expectQuiet(loupe);
  });
});
