/** What happened around an event: known traces of attacks, processes and what they did, what was not seen. */
export {
  findTraces,
  type FoundTrace,
  type PreparedTrace,
  prepareTraces,
  type TracedEvidence,
  type TraceSearch,
} from "./find-traces.ts";
