import type { DroppedFile } from "../intake/dropped-file.ts";
import { adminHostLog } from "./admin-host.ts";
import { serverSecurityLog } from "./server-security.ts";
import { serverSysmonLog } from "./server-sysmon.ts";
import { EXPORTED_AT } from "./story.ts";
import { workstationLog } from "./workstation.ts";

/**
 * Four small files of made-up events, so that Loupe can be tried without evidence: three hosts, four forms of export, an
 * attack, a near miss, a false positive, a gap and a damaged file. They are the same each time.
 */
export function sampleEvidence(): DroppedFile[] {
  return [
    sampleFile("ws01-defend.ndjson", workstationLog()),
    sampleFile("srv01-sysmon.xml", serverSysmonLog()),
    sampleFile("srv01-security-evtxecmd.csv", serverSecurityLog()),
    sampleFile("ws02-winlogbeat.ndjson", adminHostLog()),
  ];
}

function sampleFile(name: string, text: string): DroppedFile {
  const path = `loupe-sample-synthetic-${name}`;
  return { file: new File([text], path, { lastModified: EXPORTED_AT }), path };
}
