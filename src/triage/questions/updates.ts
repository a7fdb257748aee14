import { type Missing, stated } from "./answer.ts";
import type { Question } from "./asked.ts";
import { installs } from "./dump-owners.ts";
import { valueElsewhere } from "./other-hosts.ts";
import { answered, everywhere, HOUR, isAnswer, RecordReader, scopeOf } from "./scope.ts";

/** Whether something was installed at that time, and whether other hosts got the same value: a roll-out has both. */
export const UPDATES_QUESTION: Question = {
  id: "updates",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    if (Number.isNaN(alert.time)) return answered(everywhere(scope), "cannot", [], [{ code: "no-time" }]);
    const range = { from: alert.time - HOUR, to: alert.time + HOUR };
    const reader = new RecordReader(evidence);
    const { statements: installed, isRecorded } = await installs(scope, reader);
    const elsewhere = await valueElsewhere(scope);
    const missing: Missing[] = [{ code: "update-calendar" }, ...elsewhere.missing, ...reader.missing];
    const isElsewhere = elsewhere.statements.some(({ code }) => code === "value-on-host");
    const none = installed.length === 0 && isRecorded ? [stated({ code: "no-install" })] : [];
    const statements = [...installed, ...none, ...elsewhere.statements];
    if (installed.length > 0 || isElsewhere)
      return answered(everywhere(scope), "found", statements, missing, range);
    if (!isRecorded) {
      missing.push({ code: "source", source: "application" }, { code: "source", source: "system" });
      return answered(everywhere(scope), "cannot", statements, missing, range);
    }
    return answered(everywhere(scope), "nothing", statements, missing, range);
  },
};
