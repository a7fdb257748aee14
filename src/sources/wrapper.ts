import type { MutableFlatEvent } from "../ecs/index.ts";
import { parseWrittenTime, type Zone } from "../time/index.ts";
import type { Trace } from "./windows/map-event.ts";
import { isoOfNumber } from "./windows/number-time.ts";
import { byPlainName } from "./windows/plain-names.ts";
import { isObject, own, scalarText } from "./windows/text.ts";

/** Names under which collectors keep the host that an event comes from. */
const HOSTS = ["host", "hostname", "computername", "computer", "machinename", "fqdn", "agent"];
/** Names of the time at which a collector saw or stored an event. */
const TIMES = [
  "timestamp",
  "datetime",
  "time",
  "observedtimestamp",
  "observedtimeunixnano",
  "timeunixnano",
  "indextime",
];

/**
 * Adds what the objects around an event know of it and the event does not say itself: its host, and the time of its
 * collection, which becomes `event.created`, or `@timestamp` if the event has no time.
 *
 * @param around the outermost first
 * @param zone of times that name none
 */
export function addWrapper(
  event: MutableFlatEvent,
  around: readonly Record<string, unknown>[],
  zone: Zone,
  trace?: Trace,
): void {
  for (const object of [...around].reverse()) {
    const names = byPlainName(object);
    const host = HOSTS.map((name) => hostOf(names.get(name))).find((text) => text !== undefined);
    if (host !== undefined && event["host.name"] === undefined) {
      trace?.at("host", "from the record around the event");
      event["host.name"] = host;
    }
    const time = TIMES.map((name) => timeOf(names.get(name), zone)).find((iso) => iso !== undefined);
    if (time === undefined) continue;
    trace?.at("time", "from the record around the event");
    if (event["@timestamp"] === undefined) event["@timestamp"] = time;
    else if (event["@timestamp"] !== time) event["event.created"] ??= time;
  }
}

function hostOf(value: unknown): string | undefined {
  const text = isObject(value) ? (own(value, "name") ?? own(value, "hostname")) : value;
  return typeof text === "string" && text !== "" && text !== "-" ? text : undefined;
}

function timeOf(value: unknown, zone: Zone): string | undefined {
  const text = scalarText(value);
  if (text === undefined) return undefined;
  return isoOfNumber(text) ?? parseWrittenTime(text, zone)?.iso;
}
