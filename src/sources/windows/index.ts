/** Raw Windows events, in whatever shape they were exported, to ECS as Elastic's pipelines map them. */
export { mapWinlogbeat, readWinlogbeat, WINLOGBEAT_EXTENSION } from "./from-winlogbeat.ts";
export { mapWindowsEvent, type Trace } from "./map-event.ts";
export { channelOf, moduleOf, sourceOf } from "./modules.ts";
export { missingValues } from "./missing-values.ts";
export { hasShiftedValues } from "./shifted-values.ts";
export type { HeaderOnly, RawEvent } from "./raw-event.ts";
export { ADDED_FIELDS, ECS_FIELDS, isEcs, readForeignEvent, readRawEvent } from "./raw-readers.ts";
export { fromSplunkText, looksLikeSplunk } from "./from-splunk-text.ts";
export { fromPlasoText, looksLikePlaso } from "./from-plaso-text.ts";
export { valueNames } from "./templates.ts";
export { unreadUtcTime } from "./sysmon.ts";
export { ACCOUNT_CONTROL, MESSAGES as ACCESS_MESSAGES } from "./security-texts.ts";
