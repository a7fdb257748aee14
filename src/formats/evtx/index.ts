/** Turns binary Windows event logs (EVTX, versions 3.1 and 3.2) into events. */
export type { EvtxFault } from "./damage.ts";
export { evtxFormat } from "./evtx-format.ts";
export { EvtxReader, isEvtx } from "./evtx-reader.ts";
export { EvtxPrescanSplit, EvtxSplit, hasAllChunks, headerForSplits } from "./evtx-split.ts";
export type { FileHeader } from "./file-header.ts";
export { FILE_HEADER_BLOCK } from "./layout.ts";
