import type { MutableFlatEvent } from "../../ecs/index.ts";
import { account } from "./account.ts";
import { nameOf } from "./paths.ts";
import {
  copy,
  type EventKind,
  type FinalStep,
  forCodes,
  isNothing,
  type Module,
  rename,
  type ValueStep,
} from "./step.ts";

const DATA = "winlog.event_data.";
/** A blocked connection; its process has no path. */
const NETWORK_PROTECTION = new Set(["1126"]);

const INFO: EventKind = { category: ["process"], type: ["info"] };
const KINDS: ReadonlyMap<string, EventKind> = new Map<string, EventKind>([
  ["1116", { category: ["malware"], type: ["info"], action: "malware-detected" }],
  ["1117", { category: ["malware"], type: ["info"], action: "malware-detected" }],
  ["2000", { ...INFO, action: "antivirus-updated" }],
  ["2050", { category: ["file"], type: ["info"], action: "file-uploaded" }],
  ["5007", { category: ["configuration"], type: ["change"], action: "antivirus-configuration-changed" }],
]);

/** Names come from the evidence. */
const MAX_NAME = 200;
/** Resources a detection names: more than these are in `winlog.event_data.Path` only. */
const MAX_RESOURCES = 1000;

/** `file:_C:\a.exe; process:_pid:88`: what a detection is about, each with its kind. The first is the file. */
const resources: ValueStep = {
  how: "kept; each resource without its kind, the first as the file",
  apply: (value, { out }) => {
    const paths: string[] = [];
    for (const resource of value.split("; ", MAX_RESOURCES)) {
      const path = withoutKind(resource).trim();
      if (path !== "") paths.push(path);
    }
    if (paths.length > 0) {
      setFile(out, paths[0]!);
      out["windows_defender.evidence_paths"] = paths;
    }
    return false;
  },
};

function withoutKind(resource: string): string {
  const kind = resource.indexOf(":_");
  return kind < 0 ? resource : resource.slice(kind + 2);
}

const uploaded: ValueStep = {
  how: "kept, and as the file",
  apply: (value, { out }) => {
    if (out["file.path"] === undefined) setFile(out, withoutKind(value));
    return false;
  },
};

/** Elastic's extension is what follows the first dot of the name here, `inf.exe`. */
function setFile(out: MutableFlatEvent, path: string): void {
  out["file.path"] = path;
  const name = path.slice(path.lastIndexOf("\\") + 1);
  if (name === "") return;
  out["file.name"] = name;
  const dot = name.indexOf(".");
  if (dot >= 0 && dot + 1 < name.length) out["file.extension"] = name.slice(dot + 1);
}

const hash: ValueStep = {
  how: "copied, unless it is a dash",
  apply: (value, { out }) => {
    if (value !== "-") out["file.hash.sha256"] = value;
    return false;
  },
};

const outcome: ValueStep = {
  how: "kept; success if it says so",
  apply: (value, { out }) => {
    if (value.trim() === "The operation completed successfully.") out["event.outcome"] = "success";
    return false;
  },
};

const action: ValueStep = {
  how: "kept; a quarantine is an action of its own",
  apply: (value, { code, out }) => {
    if (code === "1117" && value === "Quarantine") out["event.action"] = "malware-quarantined";
    return false;
  },
};

/** The value stays where it was, whatever the step makes of it: rules for Winlogbeat ask for it there. */
function kept(step: ValueStep): ValueStep {
  return {
    how: `${step.how}; kept as well`,
    apply: (value, context) => {
      step.apply(value, context);
      return false;
    },
  };
}

/** By their names in the log, which have blanks. */
const STEPS: readonly (readonly [name: string, step: ValueStep])[] = [
  ["Path", resources],
  ["FileName", uploaded],
  ["Filename", uploaded],
  ["Sha256", hash],
  ["Error Description", outcome],
  ["Action Name", action],
  ["FWLink", copy("event.reference")],
  ["Destination", copy("destination.domain")],
  ["Detection User", kept(account("user"))],
  ["User", kept(account("user"))],
  ["Target Commandline", kept(rename("process.command_line"))],
  ["Parent Commandline", kept(rename("process.parent.command_line"))],
  ["Process Name", kept(forCodes(NETWORK_PROTECTION, rename("process.name"), rename("process.executable")))],
];

/** Elastic spells every name with underscores, Winlogbeat as the log does: rules of either find theirs. */
const underscores: FinalStep = {
  from: "EventData",
  how: "also under names with underscores",
  apply: ({ event, out }) => {
    for (const { name } of event.eventData ?? []) {
      if (!name.includes(" ") || name.length > MAX_NAME) continue;
      const value = out[`${DATA}${name}`];
      if (value !== undefined) out[`${DATA}${name.replaceAll(" ", "_")}`] ??= value;
    }
  },
};

const otherKinds: FinalStep = {
  from: "System/Channel",
  how: "every other event of Windows Defender is a process of type info",
  apply: ({ out }) => {
    out["event.category"] ??= INFO.category!;
    out["event.type"] ??= INFO.type!;
  },
};

/**
 * `Microsoft-Windows-Windows Defender/Operational` (elastic/integrations windows, windows_defender/default.yml and the
 * expected documents of its tests, 2025). Its first versions called every event the start of a process, which it is not.
 */
export const windowsDefender: Module = {
  isIgnored: isNothing,
  fixed: [
    ["event.module", "windows"],
    ["event.dataset", "windows.windows_defender"],
    ["data_stream.dataset", "windows.windows_defender"],
  ],
  kinds: KINDS,
  data: new Map(
    STEPS.flatMap(([name, step]) => [[name, step] as const, [name.replaceAll(" ", "_"), step] as const]),
  ),
  final: [otherKinds, nameOf("process"), underscores],
};
