import type { Question } from "./asked.ts";
import { chainOf } from "./chain.ts";
import { processOf } from "./event-fields.ts";
import { answered, isAnswer, RecordReader, scopeOf } from "./scope.ts";

/** Who wrote: the process, what started it, the account and its logon. */
export const WRITER_QUESTION: Question = {
  id: "writer",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    const reader = new RecordReader(evidence);
    const { statements, missing } = await chainOf(scope, reader, "writer");
    return answered(scope, "found", statements, [...missing, ...reader.missing]);
  },
};

/** The process of any event, what started it, the account and its logon. */
export const CHAIN_QUESTION: Question = {
  id: "chain",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    if (processOf(alert.event) === "") return answered(scope, "cannot", [], [{ code: "no-process" }]);
    const reader = new RecordReader(evidence);
    const { statements, missing } = await chainOf(scope, reader, "actor");
    return answered(scope, "found", statements, [...missing, ...reader.missing]);
  },
};
