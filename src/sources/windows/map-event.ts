import { emptyEvent, type MutableFlatEvent } from "../../eql/flat-event.ts";
import type { WindowsEvent } from "../../formats/windows-event.ts";
import { HEADER } from "./header.ts";
import { moduleOf } from "./modules.ts";
import type { Context, FinalStep, Module } from "./step.ts";
import { withoutWindowsLineEnds } from "./text.ts";
import { mapUserData } from "./user-data.ts";

/** Told of each step before it writes; what it writes it writes into `Trace.out`. */
export interface Trace {
  readonly out: MutableFlatEvent;
  at(from: string, how: string): void;
}

/**
 * One Windows event as Elastic's pipelines map it: the header as Winlogbeat writes it, the payload by the module of
 * its channel, and what no module claims as `winlog.event_data.*`.
 *
 * @param trace only for the page's explanation; it makes the mapping slow
 */
export function mapWindowsEvent(event: WindowsEvent, trace?: Trace): MutableFlatEvent {
  const module = moduleOf(event);
  const out = trace?.out ?? emptyEvent();
  const context = new MappingContext(event, out, module);

  trace?.at("", "the same for every raw Windows event");
  out["event.kind"] = "event";
  // Elastic has these from the agent that reads the log; a raw Windows log says it by being one.
  out["host.os.type"] = "windows";
  out["host.os.family"] = "windows";
  for (const step of HEADER) {
    trace?.at(step.from, step.how);
    step.apply(event, out);
  }
  trace?.at("System/Channel", "the same for every event of this channel");
  for (const [field, value] of module.fixed) out[field] = value;
  const kind = module.kinds.get(context.code);
  if (kind !== undefined) {
    trace?.at("System/EventID", "ECS's categories for this event");
    if (kind.category !== undefined) out["event.category"] = kind.category;
    if (kind.type !== undefined) out["event.type"] = kind.type;
    if (kind.action !== undefined) out["event.action"] = kind.action;
    if (kind.outcome !== undefined) out["event.outcome"] = kind.outcome;
  }
  mapData(module, context, trace);
  if (event.userData !== undefined) {
    trace?.at("UserData", "kept by its names");
    mapUserData(event.userData, out);
  }
  for (const step of finalSteps(module, context.code)) {
    trace?.at(step.from, step.how);
    step.apply(context);
  }
  return out;
}

/** The final steps of one kind of event, chosen once: asking each step for each event costs a third of the mapping. */
const chosen = new Map<Module, Map<string, readonly FinalStep[]>>();
/** Ids come from the evidence. */
const MAX_IDS = 5000;

function finalSteps(module: Module, code: string): readonly FinalStep[] {
  let byCode = chosen.get(module);
  if (byCode === undefined) chosen.set(module, (byCode = new Map()));
  let steps = byCode.get(code);
  if (steps === undefined) {
    steps = module.final.filter(({ ids }) => ids === undefined || ids.has(code));
    if (byCode.size < MAX_IDS) byCode.set(code, steps);
  }
  return steps;
}

function mapData(module: Module, context: Context, trace: Trace | undefined): void {
  const { event, out } = context;
  const data = event.eventData;
  if (data !== undefined) {
    for (let i = 0; i < data.length; i++) {
      const datum = data[i]!;
      if (datum.value === "" || module.isIgnored(datum.value)) continue;
      const name = nameOfDatum(datum.name, i);
      const value = withoutWindowsLineEnds(datum.value);
      const step = module.data.get(name);
      trace?.at(`EventData/${name}`, step?.how ?? "kept under its name");
      if (step !== undefined && step.apply(value, context)) continue;
      const field = dataField(name);
      // The first of several of a name, as Winlogbeat takes it.
      if (out[field] === undefined) out[field] = value;
    }
  }
  if (event.binary !== undefined && event.binary !== "") {
    trace?.at("EventData/Binary", "kept under its name");
    out["winlog.event_data.Binary"] = event.binary;
  }
}

/** Winlogbeat numbers what has no name, from 1. */
function nameOfDatum(name: string, index: number): string {
  return name === "" || name === "Data" ? `param${index + 1}` : name;
}

/** Field names are made once: joining them anew for each event costs more than the mapping. Bounded, as names come from the evidence. */
const MAX_FIELDS = 10_000;
const fields = new Map<string, string>();

function dataField(name: string): string {
  const known = fields.get(name);
  if (known !== undefined) return known;
  const field = `winlog.event_data.${name}`;
  if (fields.size < MAX_FIELDS && name.length < 200) fields.set(name, field);
  return field;
}

class MappingContext implements Context {
  readonly event: WindowsEvent;
  readonly code: string;
  readonly out: MutableFlatEvent;
  readonly #module: Module;

  constructor(event: WindowsEvent, out: MutableFlatEvent, module: Module) {
    this.event = event;
    this.code = event.eventId ?? "";
    this.out = out;
    this.#module = module;
  }

  data(name: string): string | undefined {
    const data = this.event.eventData;
    if (data === undefined) return undefined;
    for (let i = 0; i < data.length; i++) {
      const datum = data[i]!;
      if (datum.name === name && datum.value !== "" && !this.#module.isIgnored(datum.value)) {
        return withoutWindowsLineEnds(datum.value);
      }
    }
    return undefined;
  }
}
