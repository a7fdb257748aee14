import { describe, expect, it, vi } from "vitest";
import { newEvidence } from "../../src/app/case/file-outcome.ts";
import { FilesAtHand } from "../../src/app/queue/files-at-hand.ts";
import type { Evidence } from "../../src/case/index.ts";
import { fingerprintOf, hashFile } from "../../src/scan/index.ts";

const OLD = 1_000;
const NEW = 2_000;
const content = (text: string, name: string, lastModified = NEW): File =>
  new File([text], name, { lastModified });

const sha256Of = async (file: File): Promise<string> => (await hashFile(file, () => undefined)).sha256;

async function known(path: string, text: string, change: Partial<Evidence> = {}): Promise<Evidence> {
  const file = content(text, path.slice(path.lastIndexOf("/") + 1), OLD);
  const fingerprint = await fingerprintOf(file);
  return { ...newEvidence("c", 0, file, path), id: path, fingerprint, ...change };
}

describe("files that are given again", () => {
  it("are taken without a look at their content if path, size and time agree", async () => {
    const read = vi.fn(fingerprintOf);
    const atHand = new FilesAtHand();
    const given = content("aaaa", "x.evtx", OLD);
    const { attached, strangers } = await atHand.attach(
      [{ file: given, path: "kape/x.evtx" }],
      [await known("kape/x.evtx", "aaaa")],
      read,
      sha256Of,
    );
    expect([attached.length, strangers.length, read.mock.calls.length]).toEqual([1, 0, 0]);
    expect(atHand.get("kape/x.evtx")).toBe(given);
  });

  it("are told apart by content where name and size agree, whichever folder was chosen", async () => {
    const candidates = [
      await known("a/Logs/Security.evtx", "a host"),
      await known("b/Logs/Security.evtx", "b host"),
    ];
    const atHand = new FilesAtHand();
    const [a, b, other] = ["a host", "b host", "c host"].map((text) => content(text, "Security.evtx"));
    const { attached, strangers } = await atHand.attach(
      [
        { file: b!, path: "Security.evtx" },
        { file: other!, path: "a/Logs/Security.evtx" },
        { file: a!, path: "Logs/Security.evtx" },
        { file: content("a host", "other.evtx"), path: "other.evtx" },
      ],
      candidates,
      fingerprintOf,
      sha256Of,
    );
    expect(attached.map(({ id }) => id)).toEqual(["b/Logs/Security.evtx", "a/Logs/Security.evtx"]);
    expect([atHand.get("a/Logs/Security.evtx"), atHand.get("b/Logs/Security.evtx")]).toEqual([a, b]);
    expect(strangers.map(({ file }) => file)).toEqual([
      other,
      expect.objectContaining({ name: "other.evtx" }),
    ]);
  });

  it("go to the copy with the most similar path", async () => {
    const candidates = [await known("one/x.csv", "same"), await known("two/x.csv", "same")];
    const atHand = new FilesAtHand();
    await atHand.attach(
      [{ file: content("same", "x.csv"), path: "two/x.csv" }],
      candidates,
      fingerprintOf,
      sha256Of,
    );
    expect([atHand.has("one/x.csv"), atHand.has("two/x.csv")]).toEqual([false, true]);
  });

  it("are believed where the scan never ended, and refused where they cannot be read", async () => {
    const given = [{ file: content("half", "x.csv"), path: "x.csv" }];
    const never = new FilesAtHand();
    await never.attach(given, [await known("x.csv", "half", { fingerprint: "" })], fingerprintOf, sha256Of);
    expect(never.has("x.csv")).toBe(true);
    const unreadable = new FilesAtHand();
    const gone = () => Promise.reject(new Error("gone"));
    const { strangers } = await unreadable.attach(given, [await known("x.csv", "half")], gone, gone);
    expect([unreadable.has("x.csv"), strangers.length]).toEqual([false, 1]);
  });

  it("are known by their hash where an early version made the fingerprint", async () => {
    const early = { fingerprint: "4:0", sha256: await sha256Of(content("then", "x.csv")) };
    const candidates = [await known("x.csv", "then", early)];
    const atHand = new FilesAtHand();
    const other = [{ file: content("diff", "x.csv"), path: "x.csv" }];
    expect((await atHand.attach(other, candidates, fingerprintOf, sha256Of)).strangers).toEqual(other);
    await atHand.attach(
      [{ file: content("then", "x.csv"), path: "x.csv" }],
      candidates,
      fingerprintOf,
      sha256Of,
    );
    expect(atHand.has("x.csv")).toBe(true);
  });
});
