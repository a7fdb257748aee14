import type { EventRow } from "../scan/index.ts";
import { duration } from "./format.ts";

/** What an event is in words: who did what to what. Each part may be empty. */
export interface EventWords {
  readonly who: string;
  readonly did: string;
  readonly what: string;
  /** What it set that to. */
  readonly value: string;
}

/**
 * What Windows events say, by channel and event code: those that tell most of an attack. Sources: Sysinternals' page on
 * Sysmon, and Microsoft's pages on the events of security auditing.
 */
const VERBS: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  [
    "microsoft-windows-sysmon/operational",
    new Map([
      ["1", "started"],
      ["2", "changed the creation time of"],
      ["3", "connected to"],
      ["5", "ended"],
      ["6", "loaded the driver"],
      ["7", "loaded"],
      ["8", "started a thread in another process"],
      ["9", "read a drive without its file system"],
      ["10", "opened another process"],
      ["11", "created"],
      ["12", "created or deleted"],
      ["13", "set"],
      ["14", "renamed"],
      ["15", "wrote a stream of"],
      ["17", "created the pipe"],
      ["18", "connected to the pipe"],
      ["22", "looked up"],
      ["23", "deleted"],
      ["25", "was tampered with"],
      ["26", "deleted"],
    ]),
  ],
  [
    "security",
    new Map([
      ["1102", "cleared the Security log"],
      ["4624", "logged on"],
      ["4625", "failed to log on"],
      ["4634", "logged off"],
      ["4648", "logged on with other credentials"],
      ["4656", "asked for access to"],
      ["4657", "set"],
      ["4660", "deleted"],
      ["4663", "accessed"],
      ["4672", "logged on with special privileges"],
      ["4688", "started"],
      ["4689", "ended"],
      ["4697", "installed the service"],
      ["4698", "created the scheduled task"],
      ["4699", "deleted the scheduled task"],
      ["4702", "changed the scheduled task"],
      ["4720", "created an account"],
      ["4726", "deleted an account"],
      ["4732", "added a member to"],
      ["5140", "used the share"],
      ["5145", "checked access to the share"],
    ]),
  ],
  [
    "system",
    new Map([
      ["104", "cleared a log"],
      ["7036", "changed the state of a service"],
      ["7045", "installed the service"],
    ]),
  ],
]);

/** Describes an event by what the index has of it. An event without better words is its action, or its code and channel. */
export function eventWords({
  process,
  user,
  channel,
  code,
  action,
  category,
  object,
  value,
}: Pick<
  EventRow,
  "process" | "user" | "channel" | "code" | "action" | "category" | "object" | "value"
>): EventWords {
  const known = VERBS.get(channel.toLowerCase())?.get(code);
  const event = code === "" ? category : `event ${code}`;
  const own = action || [event, channel].filter((part) => part !== "").join(" of ");
  return { who: process || user, did: known ?? own, what: object, value };
}

/** The end of a long path, by which people know it: `…\\LocalDumps\\DumpType`. Other texts stay as they are. */
export function shortPath(text: string): string {
  if (text.length <= SHORT || !PATH.test(text)) return text;
  const [end] = /[\\/][^\\/]*[\\/][^\\/]*$/.exec(text) ?? [text];
  return end.length < text.length ? `…${end}` : text;
}

const SHORT = 40;
/** A path of the registry, of a drive or of a share; no command line begins so and has further paths in it. */
const PATH = /^(?:HK\w+|[A-Za-z]:|\\|\/)[^"]*$/;

/** How long before or after a moment something happened: `+0.004 s`, `−00:12`, `+1:02:03`, `+3 d 2 h`. */
export function relativeTime(millis: number): string {
  const sign = millis < 0 ? "−" : "+";
  const length = Math.abs(millis);
  if (length < 1000) return length === 0 ? "0" : `${sign}${(length / 1000).toFixed(3)} s`;
  const seconds = Math.floor(length / 1000);
  if (seconds >= 86_400) return `${sign}${duration(length)}`;
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0"));
  const hours = Math.floor(seconds / 3600);
  return `${sign}${hours > 0 ? `${hours}:` : ""}${parts.join(":")}`;
}
