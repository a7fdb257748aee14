/** Microsoft 365 Defender's raw tables to ECS, as Elastic's integration maps them. */
export { mapM365 } from "./map-m365.ts";
export { readM365 } from "./read-m365.ts";
