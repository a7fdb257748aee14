import type { FlatEvent } from "../../ecs/index.ts";
import type { SeenEvent } from "../../scan/index.ts";
import { own } from "../own.ts";

/*
 * The index of each event, named as Elastic's integrations and Beats name their data streams, so that the index patterns of
 * rules find it. The namespace is Loupe's own: the templates and pipelines of integrations that are installed there are for
 * other names, and everything can be found and deleted together.
 *
 * The names are a fixed list. Those of evidence could be anything, and as many as there are events.
 */

/** The end of every index. */
export const NAMESPACE = "loupe";
/** Every index of a hand-over. */
export const ALL_INDICES = `*-${NAMESPACE}`;
/** For events of data sets that are not known. */
export const OTHER_INDEX = `logs-generic-${NAMESPACE}`;

/** Data sets of Elastic's integrations, by their package. */
const DATASETS: ReadonlySet<string> = new Set(
  Object.entries({
    endpoint: [
      "alerts",
      ...of("events", "api file library network process registry security device volume_device"),
    ],
    windows: [
      ...of("applocker", "exe_and_dll msi_and_script packaged_app_deployment packaged_app_execution", "_"),
      "forwarded",
      "powershell",
      "powershell_operational",
      "sysmon_operational",
      "windows_defender",
    ],
    system: ["application", "auth", "security", "syslog", "system"],
    winlog: ["winlog"],
    m365_defender: ["alert", "event", "incident", "log", "vulnerability"],
    microsoft_defender_endpoint: ["log"],
    sentinel_one_cloud_funnel: ["event"],
    crowdstrike: ["alert", "falcon", "fdr"],
    o365: ["audit"],
    azure: ["activitylogs", "auditlogs", "identity_protection", "platformlogs", "signinlogs"],
    network_traffic: ["dns", "flow", "http", "tls"],
    osquery_manager: ["result"],
  }).flatMap(([name, sets]) => sets.map((set) => `${name}.${set}`)),
);

function of(first: string, names: string, joint = "."): string[] {
  return names.split(" ").map((name) => `${first}${joint}${name}`);
}

/** Indices that are not called after a data set, by the words before their first hyphen. */
const SHIPPERS: ReadonlySet<string> = new Set([
  "auditbeat",
  "endgame",
  "filebeat",
  "packetbeat",
  "winlogbeat",
]);

/** The data sets of Elastic Defend by the category of an event. */
const OF_CATEGORY: Readonly<Record<string, string>> = {
  api: "api",
  authentication: "security",
  configuration: "registry",
  driver: "library",
  file: "file",
  iam: "security",
  library: "library",
  network: "network",
  process: "process",
  registry: "registry",
  session: "security",
};

/** The index of an event: where it came from if its export says so, then its data set, then its source. */
export function indexOf({ source, index }: Pick<SeenEvent, "source" | "index">, event: FlatEvent): string {
  const exported = fromIndex(index);
  if (exported !== null) return exported;
  if (source === "winlogbeat" || source === "endgame") return named(source);
  const dataset = ["data_stream.dataset", "event.dataset"]
    .flatMap((field) => own(event, field) ?? [])
    .find((value) => typeof value === "string" && DATASETS.has(value));
  if (dataset !== undefined) return named(`logs-${dataset}`);
  switch (source) {
    case "elastic-defend":
      return named(`logs-endpoint.events.${defendSet(event)}`);
    case "sysmon":
      return named("logs-windows.sysmon_operational");
    case "windows-security":
      return named("logs-system.security");
    case "windows-powershell":
      return named("logs-windows.powershell_operational");
    case "m365-defender":
      return named("logs-m365_defender.event");
    case "windows":
      // A channel that no integration knows: Winlogbeat sends any.
      return named("winlogbeat");
    case "ecs":
      return OTHER_INDEX;
  }
}

function named(name: string): string {
  return `${name}-${NAMESPACE}`;
}

/** `.ds-logs-windows.sysmon_operational-default-2026.01.02-000001` as well as `winlogbeat-8.15.0`. */
function fromIndex(index: string): string | null {
  const text = index.slice(index.lastIndexOf(":") + 1).replace(/^\.ds-/, "");
  const [first = "", second = ""] = text.split("-", 2);
  if (SHIPPERS.has(first)) return named(first);
  return first === "logs" && DATASETS.has(second) ? named(`logs-${second}`) : null;
}

function defendSet(event: FlatEvent): string {
  const categories = [own(event, "event.category") ?? []].flat();
  for (const category of categories) {
    const set = Object.hasOwn(OF_CATEGORY, String(category)) ? OF_CATEGORY[String(category)] : undefined;
    if (set !== undefined) return set;
  }
  return "process";
}
