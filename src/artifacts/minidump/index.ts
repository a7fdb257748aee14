/** Judges crash dumps without reading the memory in them. */
export type { KernelDump } from "./kernel-dump.ts";
export { type Minidump, readMinidump } from "./read-minidump.ts";
