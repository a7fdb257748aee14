/** Binary Windows event logs (EVTX, versions 3.1 and 3.2) to events. */
export { EvtxReader, isEvtx, type EvtxOptions } from "./evtx-reader.ts";
