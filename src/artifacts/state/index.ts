/** What values of a registry mean: as ECS fields, and the look-ups that answer how a machine is set up. */
export { type LookedUp, lookUp } from "./look-up.ts";
export { LOOK_UPS, type LookUp, type LookUpValue, NAMES_OF_INTEREST } from "./look-ups.ts";
export { type StateSource, stateRecord } from "./state-record.ts";
