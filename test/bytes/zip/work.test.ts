/** The cost of archives that were made to be costly. */
import { growth, growthAsync, LINEAR } from "../../support/work.ts";
import { describe, expect, it } from "vitest";
import { ZipMember, zipMembers } from "../../../src/bytes/index.ts";
import { MemberNames } from "../../../src/bytes/zip/member-names.ts";

/** A file that counts the bytes requested from it. */
class CountedBlob extends Blob {
  read = 0;
  override slice(from = 0, to = this.size, type?: string): Blob {
    this.read += Math.min(to, this.size) - from;
    return super.slice(from, to, type);
  }
}

describe("an archive full of headers is read a few times, not once per header", () => {
  const header = Buffer.alloc(200);
  header.write("PK\x03\x04", "latin1");
  header.writeUInt16LE(8, 6); // its size follows the data, and it is stored
  header.writeUInt16LE(1, 26);
  header.write("a", 30);
  header.write("PK\x07\x08", 40, "latin1"); // a descriptor that matches nothing
  const archive = (headers: number) => new CountedBlob([Buffer.concat(Array<Buffer>(headers).fill(header))]);
  const read = async (content: Blob) => {
    let members = 0;
    for await (const found of zipMembers(content)) if (found instanceof ZipMember) members++;
    return members;
  };

  it("in the file", async () => {
    const content = archive(8000);
    expect(await read(content)).toBe(8000);
    expect(content.read).toBeLessThan(4 * content.size);
  });

  it("in memory", async () => {
    expect(await growthAsync(500, (n) => read(archive(n)))).toBeLessThan(LINEAR);
  });
});

it("headers that contain each other are unpacked a few times, not once per header", async () => {
  const archive = (headers: number) =>
    new CountedBlob([
      Buffer.concat(
        Array.from({ length: headers }, (_, i) => {
          const header = Buffer.alloc(2000);
          header.write("PK\x03\x04", "latin1");
          // Each claims all that follows but one byte, so that no header follows it.
          header.writeUInt32LE((headers - i) * 2000 - 32, 18);
          header.writeUInt32LE((headers - i) * 2000 - 32, 22);
          header.writeUInt16LE(1, 26);
          header.write("a", 30);
          return header;
        }),
      ),
    ]);
  const content = archive(8000);
  let members = 0;
  for await (const found of zipMembers(content)) if (found instanceof ZipMember) members++;
  expect(members).toBeGreaterThan(1);
  expect(content.read).toBeLessThan(8 * content.size);
});

it("members with the same name are numbered without counting from the first each time", () => {
  const number = (members: number) => {
    const paths = Array<string>(members).fill("a");
    const names = new MemberNames(paths);
    for (const path of paths) names.nameOf(path);
  };
  expect(growth(1000, number)).toBeLessThan(LINEAR);
});
