import type { WindowsEvent } from "../../formats/index.ts";
import type { SourceId } from "../source.ts";
import { applocker } from "./applocker.ts";
import { system } from "./event-log.ts";
import { powershell, powershellOperational } from "./powershell.ts";
import { security } from "./security.ts";
import { isNothing, type Module } from "./step.ts";
import { sysmon } from "./sysmon.ts";
import { windowsDefender } from "./windows-defender.ts";

/** Events of channels that Elastic's modules do not know: the header and the data as they are. */
function generic(dataset?: string): Module {
  return {
    isIgnored: isNothing,
    fixed: dataset === undefined ? [] : datasetFields(dataset),
    kinds: new Map(),
    data: new Map(),
    final: [],
  };
}

function datasetFields(dataset: string): [string, string][] {
  return [
    ["event.dataset", dataset],
    ["data_stream.dataset", dataset],
  ];
}

function appLocker(name: string): Channel {
  return { source: "windows", module: applocker(`windows.applocker_${name}`, name.startsWith("packaged")) };
}

export interface Channel {
  readonly source: SourceId;
  readonly module: Module;
  /** Elastic maps only what these providers write into the channel. */
  readonly providers?: ReadonlySet<string>;
}

const OTHER: Channel = { source: "windows", module: generic() };

/** Lower-cased names: forwarders spell them in more than one way, and Elastic's routing ignores case as well. */
const CHANNELS = new Map<string, Channel>([
  ["microsoft-windows-sysmon/operational", { source: "sysmon", module: sysmon }],
  [
    "security",
    {
      source: "windows-security",
      module: security,
      providers: new Set(["microsoft-windows-eventlog", "microsoft-windows-security-auditing"]),
    },
  ],
  ["windows powershell", { source: "windows-powershell", module: powershell }],
  [
    "microsoft-windows-powershell/operational",
    { source: "windows-powershell", module: powershellOperational },
  ],
  ["microsoft-windows-windows defender/operational", { source: "windows", module: windowsDefender }],
  ["microsoft-windows-applocker/exe and dll", appLocker("exe_and_dll")],
  ["microsoft-windows-applocker/msi and script", appLocker("msi_and_script")],
  ["microsoft-windows-applocker/packaged app-deployment", appLocker("packaged_app_deployment")],
  ["microsoft-windows-applocker/packaged app-execution", appLocker("packaged_app_execution")],
  ["system", { source: "windows", module: system }],
  ["application", { source: "windows", module: generic("system.application") }],
]);

/** Cached spellings: real evidence has few channels, and hostile ones must not fill the memory. */
const MAX_SPELLINGS = 1000;
const spellings = new Map<string, Channel>();

/** Returns both the module that maps the event and the source that an alert names. */
export function channelOf({ channel, provider }: WindowsEvent): Channel {
  if (channel === undefined) return OTHER;
  let found = spellings.get(channel);
  if (found === undefined) {
    found = CHANNELS.get(channel.toLowerCase()) ?? OTHER;
    if (spellings.size < MAX_SPELLINGS) spellings.set(channel, found);
  }
  return found.providers === undefined || found.providers.has((provider ?? "").toLowerCase()) ? found : OTHER;
}

/** What maps the event. */
export function moduleOf(event: WindowsEvent): Module {
  return channelOf(event).module;
}

/** The source an alert names. */
export function sourceOf(event: WindowsEvent): SourceId {
  return channelOf(event).source;
}

/** Whether one of Elastic's pipelines maps this event further than its header. */
export function hasPipeline(event: WindowsEvent): boolean {
  const { module } = channelOf(event);
  return module.data.size > 0;
}
