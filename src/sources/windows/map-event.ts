import type { MutableFlatEvent } from "../../ecs/index.ts";
import type { WindowsEvent } from "../../formats/index.ts";
import { addConstants, HEADER, newEvent } from "./header.ts";
import { moduleOf } from "./modules.ts";
import type { Context, ValueStep, FinalStep, EventKind, Module } from "./step.ts";
import { withoutWindowsLineEnds } from "./text.ts";
import { mapUserData } from "./user-data.ts";

/** Called for each step before the step writes into `Trace.out`. */
export interface Trace {
  readonly out: MutableFlatEvent;
  at(from: string, how: string): void;
}

/**
 * Maps one Windows event as Elastic's pipelines do: the header as Winlogbeat writes it, the payload by the module of
 * its channel, and what no module claims as `winlog.event_data.*`.
 *
 * @param trace only for the page's explanation; it makes the mapping slow
 */
export function mapWindowsEvent(
  event: WindowsEvent,
  trace?: Trace,
  module = moduleOf(event),
): MutableFlatEvent {
  trace?.at("", "the same for every raw Windows event");
  const out = trace === undefined ? newEvent(event) : addConstants(trace.out);
  const context = new MappingContext(event, out, module);
  const plan = planFor(module, context.code);

  for (const step of HEADER) {
    trace?.at(step.from, step.how);
    step.apply(event, out);
  }
  trace?.at("System/Channel", "the same for every event of this channel");
  for (const [field, value] of module.fixed) out[field] = value;
  const { kind } = plan;
  if (kind !== undefined) {
    trace?.at("System/EventID", "ECS's categories for this event");
    if (kind.category !== undefined) out["event.category"] = kind.category;
    if (kind.type !== undefined) out["event.type"] = kind.type;
    if (kind.action !== undefined) out["event.action"] = kind.action;
    if (kind.outcome !== undefined) out["event.outcome"] = kind.outcome;
  }
  mapData(plan, context, trace);
  if (event.userData !== undefined) {
    trace?.at("UserData", "kept by its names");
    mapUserData(event.userData, out);
  }
  for (const step of plan.final) {
    trace?.at(step.from, step.how);
    step.apply(context);
  }
  return out;
}

/**
 * How the events of one id are mapped, looked up once: querying every table for every event costs a third of the
 * mapping.
 */
interface MappingPlan {
  readonly module: Module;
  readonly kind: EventKind | undefined;
  readonly final: readonly FinalStep[];
  /** By the value's position in EventData, as the values of one id nearly always have the same names. */
  readonly data: Datum[];
}

/** How a value of this name is mapped. */
interface Datum {
  /** The name as the event gives it. */
  readonly given: string;
  readonly name: string;
  readonly field: string;
  readonly step: ValueStep | undefined;
}

const plans = new Map<Module, Map<string, MappingPlan>>();
/** Ids and names come from the evidence. */
const MAX_IDS = 5000;
const MAX_PLANNED = 64;

function planFor(module: Module, code: string): MappingPlan {
  let byCode = plans.get(module);
  if (byCode === undefined) plans.set(module, (byCode = new Map()));
  let plan = byCode.get(code);
  if (plan === undefined) {
    const final = module.final.filter(({ ids }) => ids === undefined || ids.has(code));
    plan = { module, kind: module.kinds.get(code), final, data: [] };
    if (byCode.size < MAX_IDS) byCode.set(code, plan);
  }
  return plan;
}

function planDatum({ module, data }: MappingPlan, given: string, index: number): Datum {
  const name = nameOfDatum(given, index);
  const planned = { given, name, field: dataField(name), step: module.data.get(name) };
  if (index < MAX_PLANNED && given.length < MAX_NAME) data[index] = planned;
  return planned;
}

function mapData(plan: MappingPlan, context: Context, trace: Trace | undefined): void {
  const { event, out } = context;
  const { isIgnored } = plan.module;
  const data = event.eventData;
  if (data !== undefined) {
    for (let i = 0; i < data.length; i++) {
      const datum = data[i]!;
      if (datum.value === "" || isIgnored(datum.value)) continue;
      const planned = plan.data[i];
      const { name, field, step } =
        planned !== undefined && planned.given === datum.name ? planned : planDatum(plan, datum.name, i);
      const value = withoutWindowsLineEnds(datum.value);
      trace?.at(`EventData/${name}`, step?.how ?? "kept under its name");
      if (step !== undefined && step.apply(value, context)) continue;
      // The first of several values with one name, as in Winlogbeat.
      if (out[field] === undefined) out[field] = value;
    }
  }
  if (event.binary !== undefined && event.binary !== "") {
    trace?.at("EventData/Binary", "kept under its name");
    out["winlog.event_data.Binary"] = event.binary;
  }
}

/** Winlogbeat numbers values without a name from 1. */
function nameOfDatum(name: string, index: number): string {
  return name === "" || name === "Data" ? `param${index + 1}` : name;
}

/**
 * Field names are built once: joining them again for each event costs more than the mapping. Bounded, because the names
 * come from the evidence.
 */
const MAX_FIELDS = 10_000;
const MAX_NAME = 200;
const fields = new Map<string, string>();

function dataField(name: string): string {
  const known = fields.get(name);
  if (known !== undefined) return known;
  const field = `winlog.event_data.${name}`;
  if (fields.size < MAX_FIELDS && name.length < MAX_NAME) fields.set(name, field);
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
