import { action, type ColumnOf, flag, ip, long, lower, OWN, type TableMapping } from "./other-tables.ts";

const COLUMNS: readonly ColumnOf[] = [
  ["AppInstanceId", ".app_instance_id", long],
  ["Port", ".port", long],
  ["ApplicationId", ".application_id"],
  ["IsAdminOperation", ".is_admin_operation", flag],
  ["IsAnonymousProxy", ".is_anonymous_proxy", flag],
  ["IsExternalUser", ".is_external_user", flag],
  ["IsImpersonated", ".is_impersonated", flag],
  ["City", ".city"],
  ["IsAccountEnabled", ".account.is_enabled"],
  ["Isp", ".isp"],
  ["ISP", ".isp"],
  ["AccountObjectId", ".account.object_id"],
  ["UserAgent", ".user_agent"],
  ["Country", ".country"],
  ["CountryCode", ".country_code"],
  ["AccountUpn", ".account.upn"],
  ["Application", ".application"],
  ["DestinationDeviceName", ".destination.device_name"],
  ["FailureReason", ".failure_reason"],
  ["Location", ".location"],
  ["AccountType", ".account.type"],
  ["LogonType", ".logon.type"],
  ["TargetAccountDisplayName", ".target.account_display_name"],
  ["Query", ".query.value"],
  ["QueryTarget", ".query.target"],
  ["QueryType", ".query.type"],
  ["TargetAccountUpn", ".target.account_upn"],
  ["ActivityType", ".activity.type"],
  ["IPCategory", ".ip_category"],
  ["ObjectId", ".object.id"],
  ["ObjectName", ".object.name"],
  ["ObjectType", ".object.type"],
  // What the pipeline copies to ECS leaves Elastic's own field.
  ["TargetDeviceName", "destination.domain"],
  ["DestinationIPAddress", "destination.ip", ip],
  ["DestinationPort", "destination.port", long],
  ["DeviceName", "host.name", lower],
  ["OSPlatform", "host.os.name"],
  ["DeviceType", "host.type"],
  ["ActionType", "event.action", action],
  ["ReportId", "event.id"],
  ["Protocol", "network.protocol", lower],
  ["AccountDomain", "user.domain"],
];

/**
 * Maps the tables of identities and cloud apps as Elastic's pipeline_app_and_identity.yml does. The parts of a user agent
 * are left out.
 */
export function mapIdentity(row: TableMapping): void {
  const { out, table } = row;
  const isLogon = table === "identitylogonevents";
  row.at("category", "ECS's categories by table");
  out["event.kind"] = "event";
  if (isLogon) out["event.category"] = ["authentication"];
  out["event.type"] = ["info"];
  row.copy(COLUMNS);
  row.json([
    ["ActivityObjects", ".activity.objects"],
    ["RawEventData", ".raw_event_data"],
    ["AdditionalFields", ".additional_fields"],
    ["IPTags", ".ip_tags"],
    ["UserAgentTags", ".user_agent_tags"],
  ]);
  row.at("UserAgent", "copied");
  if (row.text("UserAgent") !== "") out["user_agent.original"] = row.text("UserAgent");
  row.at("IPAddress", "as a list");
  if (ip(row.text("IPAddress")) !== undefined) out["host.ip"] = [row.text("IPAddress")];
  row.at("OSPlatform, AdditionalFields", "the operating system");
  const platform = row.text("OSPlatform").toLowerCase();
  const named = ["macos", "linux", "windows"].find((os) => platform.includes(os));
  const ofSource = out[`${OWN}additional_fields.SourceComputerOperatingSystemType`];
  if (ofSource !== undefined) out["host.os.type"] = ofSource;
  else if (named !== undefined) out["host.os.type"] = named;
  if (isLogon) {
    row.at("FailureReason", "a failure if there is one");
    out["event.outcome"] = row.text("FailureReason") === "" ? "success" : "failure";
  }
  mapUser(row);
  row.relate("related.hosts", ["destination.domain", "host.name", "user.domain"]);
  row.relate("related.ip", ["destination.ip", "host.ip"]);
}

function mapUser(row: TableMapping): void {
  const { out, table } = row;
  const [name, display] = [row.text("AccountName"), row.text("AccountDisplayName")];
  const id =
    table === "identitylogonevents"
      ? row.text("AccountSid")
      : table === "cloudappevents"
        ? row.text("AccountId")
        : "";
  row.at(table === "cloudappevents" ? "AccountId" : "AccountSid", "copied");
  if (id !== "") out["user.id"] = id;
  row.at("AccountName, RawEventData, AccountDisplayName", "the first of them");
  const user = name || row.field(`${OWN}raw_event_data.UserId`) || display;
  if (user !== "") out["user.name"] = user;
  row.relate("related.user", ["user.id"]);
  row.at("AccountDisplayName, AccountName", "added");
  if (display !== "") row.add("related.user", display);
  row.relate("related.user", [`${OWN}target.account_display_name`, `${OWN}account.upn`]);
  row.at("AccountName", "added");
  if (name !== "") row.add("related.user", name);
}
