import type { EventDensity, EventField, EventFilter, EventQuery, EventRow } from "../../scan/index.ts";

/** What a lane is for: a kind of event, or a host, a user or a process. */
export type LaneField = "kind" | "host.name" | "user.name" | "process.name";

/** Kinds of events that have a lane, from the top. */
export const LANE_KINDS = ["process", "registry", "file", "network", "service", "other"] as const;
export type LaneKind = (typeof LANE_KINDS)[number];

export interface Lane {
  /** The kind, or the value of the field. */
  readonly name: string;
  readonly count: number;
  /** Where events are, with their number: parts of the range that follow each other. */
  readonly bins: readonly LaneBin[];
}

export interface LaneBin {
  /** Epoch milliseconds: the first, and the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** What lanes are made from: see `EventIndex`. */
export interface LaneIndex {
  density(
    query: EventQuery,
    steps: number,
    field: EventField | null,
    limit?: number,
  ): Promise<EventDensity | null>;
}

const STEPS = 160;
/** Lanes of hosts, users and processes: those with the most events. */
const MOST_LANES = 8;
const MOST_CATEGORIES = 50;

/** The index has the first category of an event. Sysmon's events of the registry are of the configuration as well. */
const KIND_OF_CATEGORY: ReadonlyMap<string, LaneKind> = new Map([
  ["process", "process"],
  ["registry", "registry"],
  ["configuration", "registry"],
  ["file", "file"],
  ["library", "file"],
  ["driver", "file"],
  ["network", "network"],
  ["authentication", "network"],
  ["session", "network"],
  ["iam", "network"],
]);

/** Services and scheduled tasks, by their events in the System and the Security log and in that of the task scheduler. */
const SERVICE_CODES = [
  "4697",
  "7034",
  "7036",
  "7040",
  "7045",
  "4698",
  "4699",
  "4700",
  "4701",
  "4702",
  "106",
  "140",
  "141",
];
const SERVICES: EventFilter = { field: "event.code", values: SERVICE_CODES };
const SERVICE_CODE_SET: ReadonlySet<string> = new Set(SERVICE_CODES);

/** The lane of an event: a kind, or its value of a field. */
export function laneOf(row: EventRow, field: LaneField): string {
  switch (field) {
    case "kind":
      return SERVICE_CODE_SET.has(row.code) ? "service" : (KIND_OF_CATEGORY.get(row.category) ?? "other");
    case "host.name":
      return row.host;
    case "user.name":
      return row.user;
    case "process.name":
      return row.process;
  }
}

/** Events over time in lanes. Kinds without an event have none. */
export async function lanesOf(index: LaneIndex, query: EventQuery, field: LaneField): Promise<Lane[]> {
  if (field !== "kind")
    return lanesBySeries(await index.density(query, STEPS, field, MOST_LANES), (name) => name);
  const filters = query.filters ?? [];
  const [services, others] = await Promise.all([
    index.density({ ...query, filters: [...filters, SERVICES] }, STEPS, null),
    index.density(
      { ...query, filters: [...filters, { ...SERVICES, isNot: true }] },
      STEPS,
      "event.category",
      MOST_CATEGORIES,
    ),
  ]);
  const lanes = [
    ...lanesBySeries(services, () => "service"),
    ...lanesBySeries(others, (category) => KIND_OF_CATEGORY.get(category) ?? "other"),
  ];
  return LANE_KINDS.flatMap((kind) => lanes.find(({ name }) => name === kind) ?? []);
}

function lanesBySeries(density: EventDensity | null, laneName: (value: string) => string): Lane[] {
  if (density === null) return [];
  const { start, step, series } = density;
  const sums = new Map<string, Uint32Array>();
  for (const [value, counts] of series) {
    const name = laneName(value);
    const sum = sums.get(name);
    if (sum === undefined) sums.set(name, counts.slice());
    else counts.forEach((count, i) => (sum[i] = sum[i]! + count));
  }
  return [...sums].map(([name, counts]) => {
    const bins: LaneBin[] = [];
    let total = 0;
    counts.forEach((count, i) => {
      total += count;
      if (count > 0) bins.push({ from: start + i * step, to: start + (i + 1) * step, count });
    });
    return { name, count: total, bins };
  });
}
