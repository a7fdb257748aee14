import { truncateToMillis, type WrittenTime, type Zone } from "../../time/index.ts";
import { isObject, own, scalarText } from "../windows/text.ts";
import { timeIn } from "../windows/time-column.ts";
import { additionalFields } from "./additional-fields.ts";
import { asHunting, isTimeline } from "./device-timeline.ts";

/** One row of an advanced hunting table, however it was exported. */
export interface M365Row {
  /** The table in lower case, `deviceregistryevents`. */
  readonly table: string;
  /** `ActionType`, empty if the export left it out. */
  readonly action: string;
  /** The row's columns. */
  readonly row: object;
  /** What `AdditionalFields` contains, null if nothing can be read from it. */
  readonly additional: object | null;
  /** What the stream wraps around a row: category, tenant, time of receipt. For an export of rows, the row itself. */
  readonly envelope: object;
  /** ISO, cut to milliseconds as Elasticsearch's date processor does. */
  readonly time: string | undefined;
  readonly assumedZone: WrittenTime["assumed"];
  /** The zone of those times that name none. */
  readonly zone: Zone;
}

/** Columns that only one table has. Exports of rows need them, as they do not name their table. */
const TABLE_COLUMNS: readonly (readonly [table: string, ...columns: string[]])[] = [
  [
    "deviceregistryevents",
    "RegistryKey",
    "RegistryValueName",
    "RegistryValueData",
    "PreviousRegistryKey",
    "PreviousRegistryValueName",
  ],
  ["devicelogonevents", "LogonType", "LogonId", "IsLocalAdmin"],
  ["devicenetworkevents", "RemoteIPType", "LocalIPType"],
  ["devicefileevents", "PreviousFolderPath", "FileOriginUrl", "RequestProtocol", "ShareName"],
];
/** Prefixes of actions that distinguish tables with the same columns. */
const TABLE_ACTIONS: readonly (readonly [begins: string, table: string])[] = [
  ["registry", "deviceregistryevents"],
  ["processcreated", "deviceprocessevents"],
  ["imageloaded", "deviceimageloadevents"],
  ["logon", "devicelogonevents"],
  ["connection", "devicenetworkevents"],
  ["inboundconnection", "devicenetworkevents"],
  ["listeningconnection", "devicenetworkevents"],
  ["networksignature", "devicenetworkevents"],
  ["filecreated", "devicefileevents"],
  ["filedeleted", "devicefileevents"],
  ["filemodified", "devicefileevents"],
  ["filerenamed", "devicefileevents"],
];
/** Tables whose rows are mapped. `IdentityInfo` is a list of accounts, no log. */
const KNOWN =
  /^(?:device|alert(?:info|evidence)$|email|urlclickevents$|identity(?:logon|query|directory)events$|cloudappevents$)/;
/** When it happened: as the portal, the stream and the API name it, and as Sentinel does. */
const TIMES = ["Timestamp", "TimeGenerated"];
/** Columns of which every table has one; a row must have one in addition to those of its table. */
const COMMON = ["DeviceName", "DeviceId", "ActionType", "ReportId", "Timestamp"];

/**
 * Reads a record of the streaming API, `{time, category, properties}`, a row of advanced hunting with any subset of
 * the columns, or a row of the device time line.
 *
 * @returns null for any other document, and for tables that are not mapped
 */
export function readM365(document: object, zone: Zone): M365Row | null {
  const category = own(document, "category");
  const properties = own(document, "properties");
  if (typeof category === "string" && isObject(properties)) {
    const table = category.slice(category.lastIndexOf("-") + 1).toLowerCase();
    const isKnown = KNOWN.test(table) && COMMON.some((column) => Object.hasOwn(properties, column));
    return isKnown ? read(table, properties, document, zone) : null;
  }
  if (isTimeline(document)) {
    const row = asHunting(document);
    return read(tableOfAction(row["ActionType"]), row, row, zone);
  }
  const table = tableOf(document);
  return table === null ? null : read(table, document, document, zone);
}

/**
 * The table of a row that is not a device's, by columns that only it has. Tables of a device have columns of their own
 * beside the same names.
 */
function otherTableOf(row: object): string | null {
  const has = (...columns: string[]): boolean => columns.some((column) => Object.hasOwn(row, column));
  const hasAction = has("ActionType");
  // A device's row stays one where a query has joined columns of another table to it.
  if (hasAction && (has("DeviceId") || Object.keys(row).some((name) => name.startsWith("InitiatingProcess"))))
    return null;
  if (has("AlertId") && has(...TIMES) && !hasAction) {
    if (has("EntityType", "EvidenceRole", "EvidenceDirection")) return "alertevidence";
    if (has("Title", "DetectionSource", "ServiceSource")) return "alertinfo";
  }
  if (has("NetworkMessageId")) {
    if (has("IsClickedThrough", "UrlChain")) return "urlclickevents";
    if (has("ActionTrigger", "ActionResult")) return "emailpostdeliveryevents";
    if (has("EmailDirection", "Subject", "DeliveryAction", "SenderMailFromAddress")) return "emailevents";
    if (has("FileName", "FileType", "SHA256")) return "emailattachmentinfo";
    if (has("Url", "UrlDomain", "UrlLocation")) return "emailurlinfo";
  }
  if (!hasAction || !has("Application", "ApplicationId")) return null;
  if (has("ActivityType", "ActivityObjects", "RawEventData")) return "cloudappevents";
  if (has("QueryTarget", "QueryType")) return "identityqueryevents";
  if (!has("TargetDeviceName", "DestinationDeviceName", "TargetAccountUpn", "TargetAccountDisplayName"))
    return null;
  return has("LogonType", "FailureReason") ? "identitylogonevents" : "identitydirectoryevents";
}

function tableOf(row: object): string | null {
  const other = otherTableOf(row);
  if (other !== null) return other;
  const has = (column: string): boolean => Object.hasOwn(row, column);
  // Two registry columns are enough if a query kept nothing else.
  const isRow =
    COMMON.some(has) ||
    Object.keys(row).some((column) => column.startsWith("InitiatingProcess")) ||
    TABLE_COLUMNS[0]!.filter(has).length >= 2;
  if (!isRow) return null;
  const named = TABLE_COLUMNS.find(([, ...columns]) => columns.some(has));
  if (named !== undefined) return named[0];
  const action = scalarText(own(row, "ActionType"))?.toLowerCase();
  if (action === undefined || !(has("DeviceName") || has("DeviceId") || has("ReportId"))) return null;
  return tableOfAction(action);
}

function tableOfAction(action = ""): string {
  const lower = action.toLowerCase();
  // DnsConnectionInspected, HttpConnectionInspected and many more.
  if (lower.endsWith("connectioninspected")) return "devicenetworkevents";
  return TABLE_ACTIONS.find(([begins]) => lower.startsWith(begins))?.[1] ?? "deviceevents";
}

function read(table: string, row: object, envelope: object, zone: Zone): M365Row {
  const time = timeIn(row, TIMES, zone) ?? timeIn(envelope, ["time"], zone);
  return {
    table,
    action: scalarText(own(row, "ActionType")) ?? "",
    row,
    additional: additionalFields(row),
    envelope,
    time: time?.read ? truncateToMillis(time.read.iso) : time?.text,
    assumedZone: time?.read?.assumed ?? false,
    zone,
  };
}
