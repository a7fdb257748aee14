import { emptyEvent, type FlatEvent } from "../../ecs/index.ts";
import type { Hive, RegistryKey, RegistryValue } from "../regf/index.ts";
import { latin1Text } from "../text.ts";

/** Of longer data the beginning is enough to compare. */
const MOST_BYTES = 4096;

/** Where a state was read, as far as the caller knows it. */
export interface StateSource {
  /** The hive's file. */
  readonly file: string;
  /** The machine, from the SYSTEM hive of the same collection. */
  readonly host?: string;
}

/**
 * Describes a value as ECS does an event of the registry, so that a rule's query runs over it unchanged.
 *
 * It is a state and no event: it has no `event.type`, process or user, for nobody knows who wrote it, and its time is
 * that of the key.
 */
export function stateRecord(
  hive: Hive,
  key: RegistryKey,
  value: RegistryValue,
  { file, host }: StateSource,
): FlatEvent {
  const event = emptyEvent();
  const inHive = key.path === "" ? hive.root : `${hive.root}\\${key.path}`;
  const split = inHive.indexOf("\\");
  event["@timestamp"] = key.lastWritten;
  event["event.kind"] = "state";
  event["event.category"] = ["registry"];
  event["event.dataset"] = "loupe.registry_state";
  event["host.os.type"] = "windows";
  if (host !== undefined) event["host.name"] = host;
  if (split > 0) event["registry.hive"] = inHive.slice(0, split);
  event["registry.key"] = inHive.slice(split + 1);
  event["registry.value"] = value.name;
  event["registry.path"] = `${inHive}\\${value.name}`;
  event["registry.data.type"] = value.type;
  if (value.strings.length > 0) event["registry.data.strings"] = value.strings;
  else if (value.bytes !== null && value.bytes.length > 0) {
    event["registry.data.bytes"] = btoa(latin1Text(value.bytes, 0, Math.min(MOST_BYTES, value.bytes.length)));
  }
  event["file.path"] = file;
  return event;
}
