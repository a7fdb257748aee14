import type { Question } from "./asked.ts";
import { chainOf } from "./chain.ts";
import { accountOf, fieldText, processOf } from "./event-fields.ts";
import { registryKey } from "./registry-path.ts";
import { answered, isAnswer, RecordReader, scopeOf } from "./scope.ts";
import { later, registryRows, unchanged } from "./value.ts";

/** Whom to ask: the account, its logon, and whether it was set back, as after troubleshooting. */
export const ADMINISTRATORS_QUESTION: Question = {
  id: "administrators",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    const reader = new RecordReader(evidence);
    if (processOf(alert.event) === "" && accountOf(alert.event) === "")
      return answered(scope, "cannot", [], [{ code: "no-account" }, { code: "change-ticket" }]);
    const chain = await chainOf(scope, reader, "writer");
    const path = fieldText(alert.event, "registry.path");
    const same = (await registryRows(scope, path)).filter(
      ({ object }) => registryKey(object) === registryKey(path),
    );
    const changes = await later(alert, path, same, [], reader);
    const statements = [
      ...chain.statements,
      ...(changes.length > 0 ? changes : Number.isNaN(alert.time) ? [] : await unchanged(scope)),
    ];
    const missing = [...chain.missing, { code: "change-ticket" } as const, ...reader.missing];
    return answered(scope, "found", statements, missing);
  },
};
