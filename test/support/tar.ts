/** How a member's headers are written. */
export type TarForm =
  /** As before POSIX: without a mark, with a blank after the checksum. */
  | "v7"
  | "ustar"
  | "gnu"
  /** The path is in an extended header for the next member. */
  | "pax-path"
  /** The size is in an extended header for the next member, and that of its own header is 0. */
  | "pax-size"
  /** The path is in a header of GNU tar's type L. */
  | "gnu-long"
  /** The size is in base 256. */
  | "base-256";

export const TAR_FORMS: readonly TarForm[] = [
  "v7",
  "ustar",
  "gnu",
  "pax-path",
  "pax-size",
  "gnu-long",
  "base-256",
];

/** A member of a handmade tar archive, in which anything can be wrong. */
export interface TarPart {
  readonly path: string;
  readonly data?: string | Uint8Array;
  readonly form?: TarForm;
  /** "0", a file, unless given. */
  readonly type?: string;
  /** Written to the header instead of the size. */
  readonly size?: string;
  /** Written to the header instead of the checksum. */
  readonly checksum?: string;
}

const BLOCK = 512;

/** A header block (POSIX.1-2017, pax, "ustar Interchange Format"). */
export function tarHeader(path: string, size: number, part: Partial<TarPart> = {}): Buffer {
  const { form = "ustar", type = "0" } = part;
  const block = Buffer.alloc(BLOCK);
  const name = Buffer.from(path);
  const cut = name.length <= 100 ? -1 : path.lastIndexOf("/", 155);
  block.write(cut < 0 ? path.slice(0, 100) : path.slice(cut + 1), 0);
  if (cut >= 0 && form === "ustar") block.write(path.slice(0, cut), 345);
  block.write("0000644\0", 100);
  block.write("0001750\0", 108);
  block.write("0001750\0", 116);
  if (form === "base-256") {
    block[124] = 0x80;
    block.writeBigUInt64BE(BigInt(size), 128);
  } else block.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  if (part.size !== undefined) block.write(part.size.padEnd(12, "\0"), 124, "latin1");
  block.write("14550000000\0", 136);
  block.write(type, 156);
  if (form === "gnu" || form === "gnu-long" || form === "base-256") block.write("ustar  \0", 257);
  else if (form !== "v7") block.write("ustar\x0000", 257, "latin1");
  block.write("        ", 148);
  const sum = block.reduce((all, byte) => all + byte, 0);
  const stated =
    form === "v7" ? `${sum.toString(8).padStart(6, " ")} \0` : `${sum.toString(8).padStart(6, "0")}\0 `;
  block.write(part.checksum ?? stated, 148, "latin1");
  return block;
}

/** A record of an extended header, whose number counts itself. */
export function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest;
  while (length !== rest + String(length).length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}

/** A header and its content, with padding. */
export function tarMember(part: TarPart): Buffer {
  const { path, form = "ustar" } = part;
  const data = Buffer.from((part.data ?? "") as Uint8Array);
  const before: Buffer[] = [];
  const ahead = (type: string, content: string): void => {
    const bytes = Buffer.from(content);
    before.push(tarHeader("././@Ahead", bytes.length, { type }), padded(bytes));
  };
  if (form === "pax-path") ahead("x", paxRecord("mtime", "1.5") + paxRecord("path", path));
  if (form === "pax-size") ahead("x", paxRecord("size", String(data.length)));
  if (form === "gnu-long") ahead("L", `${path}\0`);
  const isNamedAhead = form === "pax-path" || form === "gnu-long";
  const header = tarHeader(isNamedAhead ? "made/up" : path, form === "pax-size" ? 0 : data.length, part);
  return Buffer.concat([...before, header, padded(data)]);
}

function padded(data: Buffer): Buffer {
  return Buffer.concat([data, Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)]);
}

/** The blocks that mark the end of an archive. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

export function tar(parts: readonly TarPart[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat([...parts.map(tarMember), TAR_END]));
}
