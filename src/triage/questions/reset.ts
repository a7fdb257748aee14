import type { EventRow } from "../../scan/index.ts";
import { stated, type Statement } from "./answer.ts";
import type { Question } from "./asked.ts";
import { fieldText } from "./event-fields.ts";
import { inOrder, lastOfKind } from "./kinds.ts";
import { isRegistryPath, registryKey } from "./registry-path.ts";
import { answered, isAnswer, RecordReader, type Scope, scopeOf } from "./scope.ts";
import { registryRows, removalOf } from "./value.ts";

/** The most values of the key and of those below it that are listed. */
const MOST_VALUES = 8;

/** What the last event says about each value of the key, so about what there is to set back. */
export const RESET_QUESTION: Question = {
  id: "reset",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    const path = fieldText(alert.event, "registry.path");
    const reader = new RecordReader(evidence);
    const last = new Map<string, EventRow[]>();
    for (const row of inOrder(await registryRows(scope, path)))
      if (!Number.isNaN(row.time))
        last.set(registryKey(row.object), latest(last.get(registryKey(row.object)), row));
    const own = last.get(registryKey(path)) ?? [];
    const others = [...last.values()].filter((rows) => rows !== own).slice(-MOST_VALUES);
    const statements: Statement[] = [];
    for (const row of [own, ...others].flat()) {
      const { process, user, time, object, value } = row;
      const deed = { process, user, time, path: object };
      if (value !== "") statements.push(stated({ code: "value-last", data: value, ...deed }, [row]));
      else {
        const how = await removalOf(row, reader);
        if (how !== null) statements.push(stated({ code: "value-last-gone", how, ...deed }, [row]));
      }
    }
    // Of several events at one time none is known to be the last.
    statements.push(...(await stillSet(scope, own.length === 1 ? own[0] : undefined)));
    const missing = [{ code: "registry-hive" } as const, ...reader.missing];
    return answered(scope, statements.length === 0 ? "cannot" : "found", statements, missing);
  },
};

/** The events of the last time, one for each data: a later one takes the place of all before it. */
function latest(known: readonly EventRow[] = [], row: EventRow): EventRow[] {
  const same = known.filter(({ time, value }) => time === row.time && value !== row.value);
  return [...same, row];
}

/** That no event after the last one sets the value back, and until when the host's registry events reach. */
async function stillSet(
  { evidence, alert, onHost }: Scope,
  last: EventRow | undefined,
): Promise<Statement[]> {
  const data = fieldText(alert.event, "registry.data.strings");
  if (last === undefined || last.value === "" || last.value !== data || !isRegistryPath(last.object))
    return [];
  const until = await lastOfKind(evidence.index, { from: last.time, filters: [onHost] }, "registry");
  return until === undefined ? [] : [stated({ code: "still-set", data, until: until.time }, [until])];
}
