import { type FieldValue, type FlatEvent, hostKey, type MutableFlatEvent } from "../ecs/index.ts";
import { epochMillis, toIsoUtc } from "../time/index.ts";

/**
 * Fields that an agent writes and raw logs lack, though most of Elastic's sequences join by one of them. Loupe derives
 * them where the event itself has enough to go by: see docs/decisions/042-derived-fields.md.
 */
export type DerivedField = "host.id" | "process.entity_id" | "process.parent.entity_id";

/** Begins every derived value, so that nobody takes it for an agent's. */
export const DERIVED_PREFIX = "loupe:";

interface Derivation {
  readonly to: DerivedField;
  /** The fields that the value is made of, for the page. */
  readonly from: string;
  readonly how: string;
  /** @returns undefined where the event does not tell enough */
  derive(event: FlatEvent): string | undefined;
}

/** In this order: the id of a process begins with that of its host. */
const DERIVATIONS: readonly Derivation[] = [
  {
    to: "host.id",
    from: "winlog.computer_name, else host.name",
    how: "in lower case; an agent would have its own id",
    derive: (event) => {
      // A forwarder may have put its own name into host.name.
      const name = textOf(event["winlog.computer_name"]) ?? textOf(event["host.name"]);
      return name === undefined ? undefined : hostId(name);
    },
  },
  {
    to: "process.entity_id",
    from: "host.id, process.pid, process.start; for a new process @timestamp",
    how: "joined; an agent would have its own id",
    derive: (event) =>
      processId(
        event,
        event["process.pid"],
        event["process.start"] ?? (isNewProcess(event) ? event["@timestamp"] : undefined),
      ),
  },
  {
    to: "process.parent.entity_id",
    from: "host.id, process.parent.pid, process.parent.start",
    how: "joined; an agent would have its own id",
    derive: (event) => processId(event, event["process.parent.pid"], event["process.parent.start"]),
  },
];

/** How each derived field came about, for the page. */
export const DERIVATION_STEPS: ReadonlyMap<DerivedField, { readonly from: string; readonly how: string }> =
  new Map(DERIVATIONS.map(({ to, from, how }) => [to, { from, how }]));

/**
 * Adds to an event that was mapped from a raw record what can be derived and is missing. The result depends on this
 * event alone, so it is the same in whatever order and parts a file is read.
 *
 * @returns the fields that were added
 */
export function addDerivedFields(event: MutableFlatEvent): readonly DerivedField[] {
  let added: DerivedField[] | undefined;
  for (const { to, derive } of DERIVATIONS) {
    if (event[to] !== undefined) continue;
    const value = derive(event);
    if (value === undefined) continue;
    event[to] = value;
    if (added === undefined) added = [to];
    else added.push(to);
  }
  return added ?? NOTHING;
}

const NOTHING: readonly DerivedField[] = [];

/** Most events come from the same host as the one before: joining the text again for each costs more. */
let lastName = "";
let lastId = "";

function hostId(name: string): string {
  if (name !== lastName) {
    lastId = `${DERIVED_PREFIX}${hostKey(name)}`;
    lastName = name;
  }
  return lastId;
}

/** The number of a process is used again after its end; together with its start it is not, on one host. */
function processId(
  event: FlatEvent,
  pid: FieldValue | undefined,
  start: FieldValue | undefined,
): string | undefined {
  const host = textOf(event["host.id"]);
  if (host === undefined || typeof pid !== "number" || typeof start !== "string") return undefined;
  if (Number.isNaN(epochMillis(start))) return undefined;
  const prefix = host.startsWith(DERIVED_PREFIX) ? "" : DERIVED_PREFIX;
  return `${prefix}${host}/${pid}/${toIsoUtc(start)}`;
}

/**
 * Whether the event's own time is the start of its process. Events that only name a process number (the Security log's
 * 4657 and 4689, for instance) do not say when that process began, so they get no id.
 */
function isNewProcess(event: FlatEvent): boolean {
  const code = event["event.code"];
  const module = event["event.module"];
  return (code === "4688" && module === "security") || (code === "1" && module === "sysmon");
}

function textOf(value: FieldValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
