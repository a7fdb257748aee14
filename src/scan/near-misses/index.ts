/** Near misses: what rules left out by one clause alone, found in the pass that examines every record. */
export { FileNearMisses } from "./file-near-misses.ts";
export {
  FIRST_KEPT,
  type NearMisses,
  type NearMissEvent,
  type NearMissPlace,
  type SeenField,
} from "./near-miss.ts";
