import { codes } from "./code-set.ts";
import { SYSMON_CHANNEL, SYSMON_PROVIDER } from "./templates.ts";

/* Which log an event belongs to and which provider wrote it, for exports that omit one of the two. */

const AUDITING = "Microsoft-Windows-Security-Auditing";
const EVENT_LOG = "Microsoft-Windows-Eventlog";

const CHANNELS = new Map([
  [SYSMON_PROVIDER, SYSMON_CHANNEL],
  [AUDITING, "Security"],
  ["Microsoft-Windows-PowerShell", "Microsoft-Windows-PowerShell/Operational"],
  ["PowerShell", "Windows PowerShell"],
  ["Service Control Manager", "System"],
  ["Microsoft-Windows-Windows Defender", "Microsoft-Windows-Windows Defender/Operational"],
]);
/** The event log's own events about the Security log; it writes others into the System log. */
const OF_SECURITY_LOG = codes("1100-1108");

/** Returns the log into which a provider writes an event, if it only writes into one. */
export function channelOfProvider(provider: string, code: string): string | undefined {
  if (provider === EVENT_LOG && OF_SECURITY_LOG.has(code)) return "Security";
  return CHANNELS.get(provider);
}

const PROVIDERS = new Map([
  [SYSMON_CHANNEL.toLowerCase(), SYSMON_PROVIDER],
  ["security", AUDITING],
  ["microsoft-windows-powershell/operational", "Microsoft-Windows-PowerShell"],
  ["windows powershell", "PowerShell"],
  ["microsoft-windows-windows defender/operational", "Microsoft-Windows-Windows Defender"],
]);

/** Returns the provider of a log that has only one, or nearly so. */
export function providerOfChannel(channel: string, code: string): string | undefined {
  const provider = PROVIDERS.get(channel.toLowerCase());
  return provider === AUDITING && OF_SECURITY_LOG.has(code) ? EVENT_LOG : provider;
}

/** A line that every Sysmon message has except the few about Sysmon itself, and the sections of an audit. */
const SYSMON_LINE = /^UtcTime: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/m;
const AUDIT_LINE = /^(?:Creator )?Subject:\r?$/m;

/** Identifies a message's provider by the message's form alone. */
export function providerOfMessage(message: string): string | undefined {
  if (SYSMON_LINE.test(message)) return SYSMON_PROVIDER;
  return AUDIT_LINE.test(message) ? AUDITING : undefined;
}
