import { type ColumnOf, ip, long, lower, OWN, type TableMapping } from "./other-tables.ts";

/** Columns in the pipeline's order. Those that it copies to ECS leave Elastic's own field. */
const COLUMNS: readonly ColumnOf[] = [
  ["AlertId", "event.id"],
  ["ServiceSource", "event.provider"],
  ["DeviceName", "host.domain"],
  ["DeviceId", "host.id"],
  ["EvidenceDirection", "network.direction", lower],
  ["ProcessCommandLine", "process.command_line"],
  ["RegistryKey", "registry.key"],
  ["RegistryValueName", "registry.value"],
  ["RemoteIP", "source.ip", ip],
  ["FolderPath", "threat.enrichments.indicator.file.directory"],
  ["SHA1", "threat.enrichments.indicator.file.hash.sha1"],
  ["SHA256", "threat.enrichments.indicator.file.hash.sha256"],
  ["FileName", "threat.enrichments.indicator.file.name"],
  ["FileSize", "threat.enrichments.indicator.file.size", long],
  ["ThreatFamily", "threat.group.name"],
  ["AccountSid", ".account.sid"],
  ["AccountName", "user.name"],
  ["Title", "message"],
  ["AccountDomain", "user.domain"],
  ["AccountUpn", ".account.upn"],
  ["Application", ".application"],
  ["ApplicationId", ".application_id"],
  ["EmailSubject", ".email.subject"],
  ["EntityType", ".entity_type"],
  ["EvidenceRole", ".evidence.role"],
  ["LocalIP", ".local.ip", ip],
  ["NetworkMessageId", ".network.message_id"],
  ["OAuthApplicationId", ".oauth_application_id"],
  ["RegistryValueData", ".registry.value_data"],
  ["RemoteUrl", ".remote.url"],
  ["Severity", ".severity", lower],
  ["AccountObjectId", ".account.object_id"],
  ["Category", ".alert.category"],
  ["DetectionSource", ".detection.source"],
  ["MachineGroup", ".machine_group"],
];

const ENTITIES = new Map([
  ["file", "file"],
  ["process", "process"],
  ["device", "host"],
  ["user", "iam"],
]);
const MALWARE = new Set(["malware", "ransomware"]);
const THREATS = new Set(["persistence", "privilegeescalation", "suspiciousactivity", "threatmanagement"]);
const SEVERITIES = new Map([
  ["informational", 1],
  ["low", 2],
  ["medium", 3],
  ["high", 4],
]);

/** Maps AlertInfo and AlertEvidence as Elastic's pipeline_alert.yml does. */
export function mapAlert(row: TableMapping): void {
  const { out } = row;
  row.at("EntityType, Category", "ECS's categories by entity and kind of alert");
  out["event.kind"] = "alert";
  const kind = row.text("Category").toLowerCase();
  const category = MALWARE.has(kind)
    ? "malware"
    : THREATS.has(kind)
      ? "threat"
      : ENTITIES.get(row.text("EntityType").toLowerCase());
  if (category !== undefined) out["event.category"] = [category];
  out["event.type"] = [category === "threat" ? "indicator" : "info"];
  row.copy(COLUMNS);
  row.json([
    ["AdditionalFields", ".additional_fields"],
    ["AttackTechniques", ".attack_techniques"],
    ["Categories", ".alert.categories"],
  ]);
  const severity = SEVERITIES.get(row.field(`${OWN}severity`));
  row.at("Severity", "as a number");
  if (severity !== undefined) out["event.severity"] = severity;
  techniques(row);
  row.relate("related.hosts", ["host.domain", "host.id", "user.domain"]);
  row.relate("related.ip", ["source.ip", `${OWN}local.ip`]);
  row.relate("related.hash", [
    "threat.enrichments.indicator.file.hash.sha1",
    "threat.enrichments.indicator.file.hash.sha256",
  ]);
  row.relate("related.user", ["user.name", `${OWN}account.object_id`]);
}

/** `LSASS Memory (T1003.001)`: Elastic takes every technique for a subtechnique. */
const TECHNIQUE = /^(.*) [^ ]*$/;
const ID = /\(([^)]*)\)/;

function techniques(row: TableMapping): void {
  const value = row.out[`${OWN}attack_techniques`];
  const texts = (typeof value === "object" ? value : [value]).filter((one) => typeof one === "string");
  row.at("AttackTechniques", "name and ID");
  const names = texts.flatMap((text) => TECHNIQUE.exec(text)?.[1] ?? []);
  const ids = texts.flatMap((text) => ID.exec(text)?.[1] ?? []);
  if (names.length > 0) row.out["threat.technique.subtechnique.name"] = [...new Set(names)];
  if (ids.length > 0) row.out["threat.technique.subtechnique.id"] = [...new Set(ids)];
}
