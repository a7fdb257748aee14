import { action, type ColumnOf, flag, ip, long, OWN, type TableMapping } from "./other-tables.ts";

const COLUMNS: readonly ColumnOf[] = [
  ["IsClickedThrough", ".is_clicked_through", flag],
  ["EmailClusterId", ".email.cluster_id"],
  ["AttachmentCount", ".attachment_count", long],
  ["BulkComplaintLevel", ".bulk_complaint_level", long],
  ["ReportId", ".report_id"],
  ["UrlCount", ".url_count", long],
  ["RecipientObjectId", ".recipient.object_id"],
  ["SenderDisplayName", ".sender.display_name"],
  ["SenderObjectId", ".sender.object_id"],
  ["ThreatNames", ".threat.names"],
  ["ThreatTypes", ".threat.types"],
  ["AuthenticationDetails", ".authentication_details"],
  ["Connectors", ".connectors"],
  ["DeliveryAction", ".delivery.action"],
  ["DeliveryLocation", ".delivery.location"],
  ["EmailAction", ".email.action"],
  ["EmailActionPolicy", ".email.action_policy"],
  ["EmailActionPolicyGuid", ".email.action_policy_guid"],
  ["EmailLanguage", ".email.language"],
  ["InternetMessageId", ".internet_message_id"],
  ["OrgLevelAction", ".org_level.action"],
  ["OrgLevelPolicy", ".org_level.policy"],
  ["SenderFromDomain", ".sender.from_domain"],
  ["SenderMailFromAddress", ".sender.mail_from_address"],
  ["SenderMailFromDomain", ".sender.mail_from_domain"],
  ["UserLevelAction", ".user_level_action"],
  ["UserLevelPolicy", ".user_level_policy"],
  ["ActionResult", ".action.result"],
  ["ActionTrigger", ".action.trigger"],
  ["Action", ".action.value"],
  ["Url", ".url"],
  ["UrlDomain", ".url_domain"],
  ["UrlLocation", ".url_location"],
  ["AccountUpn", ".account.upn"],
  ["UrlChain", ".url_chain"],
  ["Workload", ".workload"],
  // What the pipeline copies to ECS leaves Elastic's own field.
  ["FileType", "file.extension"],
  ["SHA256", "file.hash.sha256"],
  ["FileName", "file.name"],
  ["FileSize", "file.size", long],
  ["ActionType", "event.action", action],
  ["NetworkMessageId", "email.message_id"],
  ["EmailDirection", "email.direction"],
  ["Subject", "email.subject"],
  ["InternetMessageId", "email.local_id"],
  ["IPAddress", "host.ip", ip],
  ["Url", "url.original"],
];

const LISTS: readonly (readonly [column: string, field: string])[] = [
  ["SenderFromAddress", "email.from.address"],
  ["RecipientEmailAddress", "email.to.address"],
];

/**
 * Maps the tables of e-mail, and UrlClickEvents, as Elastic's pipeline_email.yml does. The parts of a URL are left out, as
 * for the device tables.
 */
export function mapEmail(row: TableMapping): void {
  const { out } = row;
  row.at("FileType", "ECS's categories by table, and for an attached file");
  const categories = [
    ...(row.table === "urlclickevents" ? [] : ["email"]),
    ...(row.text("FileType") === "" ? [] : ["file"]),
  ];
  out["event.kind"] = "event";
  if (categories.length > 0) out["event.category"] = categories;
  out["event.type"] = ["info"];
  row.copy(COLUMNS);
  row.json([
    ["DetectionMethods", ".detection.methods"],
    ["ConfidenceLevel", ".confidence_level"],
    ["AdditionalFields", ".additional_fields"],
  ]);
  for (const [column, field] of LISTS) {
    const text = row.text(column);
    row.at(column, "as a list");
    if (text !== "") out[field] = [text];
  }
  const senders = ["SenderIPv4", "SenderIPv6"].map((column) => row.text(column));
  const addresses = senders.filter((text) => ip(text) !== undefined);
  row.at("SenderIPv4, SenderIPv6", "as a list");
  if (addresses.length > 0) out["source.ip"] = addresses;
  row.relate("related.user", ["email.from.address", "email.to.address"]);
  row.relate("related.hash", ["file.hash.sha256"]);
  row.relate("related.ip", ["source.ip", "host.ip"]);
  row.relate("related.hosts", [
    `${OWN}sender.from_domain`,
    `${OWN}sender.mail_from_domain`,
    `${OWN}url_domain`,
  ]);
}
