import type { Format } from "../format.ts";
import { EvtxPrescan } from "./evtx-prescan.ts";
import { EvtxReader, isEvtx } from "./evtx-reader.ts";

export const evtxFormat: Format = {
  id: "evtx",
  isBinary: true,
  sniff: (head) =>
    isEvtx(head)
      ? {
          open: ({ handler, options }) => new EvtxReader(handler, options),
          prescan: (prescan, { handler }) => new EvtxPrescan(prescan, handler),
        }
      : null,
};
