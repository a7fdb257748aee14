import type { Coded } from "../../diagnostic/index.ts";
import type { RandomReader } from "../random-reader.ts";
import { type ByteSource, readBlob } from "../read-blob.ts";
import { decrypted, opensWith } from "./decrypt.ts";
import type { DirectoryEntry } from "./directory.ts";
import type { HeaderPart, ZipFault, ZipFaults } from "./fault.ts";
import { DESCRIPTOR, ENCRYPTED, type LocalHeader } from "./local-header.ts";
import { leadsOut } from "./member-names.ts";
import { ZipMemberReader } from "./member-reader.ts";
import { isReadable, STORED, unsupportedMethod } from "./methods.ts";

/**
 * Smaller members are read together with their neighbours: a stream of its own takes a megabyte and half a millisecond.
 */
const SMALL_BYTES = 64 * 1024;

/** One file in an archive. */
export class ZipMember {
  /** Unique among the archive's members; hostile text. */
  readonly path: string;
  /** Offset of its header in the archive. */
  readonly offset: number;
  readonly isEncrypted: boolean;
  /** The unpacked size that its headers claim, in bytes. */
  readonly size: number;
  readonly packedSize: number;
  /** The password that opened it; empty until then, and if none is needed. */
  openedWith = "";
  readonly #reader: RandomReader;
  readonly #header: LocalHeader;
  readonly #end: number;
  readonly #entry: DirectoryEntry | null;
  readonly #method: number;

  /**
   * @param end where its data ends in the archive
   * @param entry null where the directory does not list it
   */
  constructor(
    reader: RandomReader,
    path: string,
    header: LocalHeader,
    end: number,
    entry: DirectoryEntry | null,
  ) {
    this.#reader = reader;
    this.path = path;
    this.offset = header.start;
    this.#header = header;
    this.#end = end;
    this.#entry = entry;
    // If the two headers disagree, the right one is that with which the member can be read.
    const method = entry === null || isReadable(header.method) ? header.method : entry.method;
    this.size = entry?.size ?? header.size;
    this.packedSize = Math.max(0, end - header.dataStart);
    // An empty member needs no unpacking or decryption.
    const isEmpty = this.packedSize === 0 && this.size === 0;
    this.#method = isEmpty ? STORED : method;
    this.isEncrypted = (header.flags & ENCRYPTED) !== 0 && entry?.locked !== null && !isEmpty;
  }

  /** Warnings about it that do not prevent reading it. */
  get warnings(): ZipFault[] {
    const warnings: ZipFault[] = [];
    if (leadsOut(this.path)) warnings.push(this.#fault({ code: "name", data: {} }));
    const differ = this.#disagreement();
    if (differ !== null) warnings.push(this.#fault({ code: "headers", data: { differ } }));
    return warnings;
  }

  /** Differences between its own header and the directory: one of them is damaged, or meant to deceive. */
  #disagreement(): HeaderPart | null {
    const entry = this.#entry;
    const header = this.#header;
    if (entry === null) return null;
    const sized = (header.flags & DESCRIPTOR) === 0;
    if (!sameBytes(header.name, entry.rawName)) return "name";
    if (((header.flags & ENCRYPTED) !== 0) !== (entry.locked !== null)) return "encryption";
    if (header.method !== entry.method) return "method";
    if (sized && header.packed !== entry.packed) return "packed-size";
    if (sized && header.size !== entry.size) return "unpacked-size";
    if (sized && entry.crc !== undefined && header.crc !== entry.crc) return "checksum";
    return null;
  }

  /** Its content in place if the archive stores it unchanged; null if it is packed or encrypted. */
  get inPlace(): ByteSource | null {
    return this.#method === STORED && !this.isEncrypted ? this.#data : null;
  }

  get #data(): ByteSource {
    return this.#reader.source.slice(this.#header.dataStart, this.#end);
  }

  /**
   * Begins to read it.
   *
   * @param passwords tried one after the other if it is encrypted
   */
  async open(passwords: readonly string[]): Promise<ZipMemberReader | ZipFault> {
    if (!isReadable(this.#method)) {
      const method = unsupportedMethod(this.#method);
      return this.#fault({
        code: "method",
        data:
          method === undefined
            ? { kind: "unknown-packing", method: this.#method }
            : { kind: "packing", method },
      });
    }
    if (!this.isEncrypted) return this.#open(this.#pieces());
    const entry = this.#entry?.locked ?? null;
    if (entry === null) return this.#fault({ code: "damaged", data: { kind: "no-directory" } });
    let kind: ZipFaults["locked"]["kind"] = "no-password";
    for (const password of passwords) {
      const tried = await opensWith(entry, password, (data) => this.#open(data));
      if (tried === "opens") {
        this.openedWith = password;
        return this.#open(decrypted(entry, password));
      }
      if (tried === "unsupported") return this.#fault({ code: "method", data: { kind: "encryption" } });
      if (tried === "damaged") kind = "no-password-or-damaged";
    }
    return this.#fault({ code: "locked", data: { kind } });
  }

  async *#pieces(): AsyncGenerator<Uint8Array, void, void> {
    if (this.packedSize > SMALL_BYTES) yield* readBlob(this.#data);
    else yield await this.#reader.read(this.#header.dataStart, this.packedSize);
  }

  #open(data: AsyncGenerator<Uint8Array, void, void>): ZipMemberReader {
    const entry = this.#entry;
    const sized = (this.#header.flags & DESCRIPTOR) === 0;
    const sums = [entry?.crc, sized ? this.#header.crc : undefined].filter((sum) => sum !== undefined);
    // AES has its own checksum; its second version has none of the content.
    const known = entry !== null && entry.crc === undefined ? [] : sums;
    return new ZipMemberReader(data, this.#method, known, (fault) => this.#fault(fault));
  }

  #fault(fault: Coded<ZipFaults>): ZipFault {
    return { ...fault, path: this.path, offset: this.offset };
  }
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
