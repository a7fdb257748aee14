import type { FlatEvent } from "../../ecs/index.ts";
import type { EventRow } from "../../scan/index.ts";
import { type Missing, stated, type Statement } from "./answer.ts";
import type { Question } from "./asked.ts";
import { chainOf } from "./chain.ts";
import { fieldText, firstField } from "./event-fields.ts";
import { toolNamed } from "./known-tools.ts";
import { answered, isAnswer, ownSources, RecordReader, scopeOf } from "./scope.ts";
import { startOf } from "./start-of.ts";

/** What the writer and what led to it are by their names, and what records say about who made and signed the writer. */
export const TOOL_QUESTION: Question = {
  id: "writer-tool",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    const reader = new RecordReader(evidence);
    const chain = await chainOf(scope, reader, "actor");
    const { event, time } = alert;
    if (chain.process === "") return answered(scope, "cannot", [], [{ code: "no-process" }]);
    const own = await ownSources(scope);
    const statements: Statement[] = [];
    const tool = toolNamed(chain.process);
    statements.push(
      tool === undefined
        ? stated({ code: "tool-unknown", process: chain.process }, own)
        : stated({ code: "tool-known", process: chain.process, tool, isWriter: true }, own),
    );
    const path = fieldText(event, "process.executable");
    if (path !== "") statements.push(stated({ code: "tool-path", path }, own));
    const parents = chain.statements.find(({ code }) => code === "started-by");
    for (const { process } of chain.parents) {
      const known = toolNamed(process);
      if (known === undefined) continue;
      const rows = parents?.sources.map((source) => source.event) ?? [];
      const row = rows.filter((each) => each.process.toLowerCase() === process.toLowerCase()).slice(0, 1);
      statements.push(stated({ code: "tool-known", process, tool: known, isWriter: false }, row));
    }
    const start = await startOf(scope, {
      entity: fieldText(event, "process.entity_id"),
      pid: fieldText(event, "process.pid"),
      name: chain.process,
      time,
    });
    const identity = [
      ...identityIn(event, own),
      ...(chain.record === undefined || start === undefined ? [] : identityIn(chain.record, [start.row])),
    ];
    const seen = new Set<string>();
    for (const statement of identity) {
      if (seen.has(statement.code)) continue;
      seen.add(statement.code);
      statements.push(statement);
    }
    const missing: Missing[] = [
      ...chain.missing.filter(({ code }) => code !== "no-logon"),
      ...(seen.has("signature") ? [] : [{ code: "signature" } as const]),
      ...reader.missing,
    ];
    return answered(scope, "found", statements, missing);
  },
};

/** What an event says about the file of its process: signature, version information, hash. */
function identityIn(event: FlatEvent, rows: readonly EventRow[]): Statement[] {
  const statements: Statement[] = [];
  const exists = fieldText(event, "process.code_signature.exists");
  const signer = fieldText(event, "process.code_signature.subject_name");
  const status = fieldText(event, "process.code_signature.status").toLowerCase();
  const trusted = fieldText(event, "process.code_signature.trusted");
  if (exists === "false") statements.push(stated({ code: "not-signed" }, rows));
  else if (signer !== "" || exists === "true") {
    const isTrusted =
      trusted === ""
        ? status === ""
          ? null
          : status === "trusted" || status === "valid"
        : trusted === "true";
    statements.push(stated({ code: "signature", isTrusted, signer }, rows));
  }
  const company = firstField(event, ["process.pe.company", "winlog.event_data.Company"]);
  const product = firstField(event, ["process.pe.product", "winlog.event_data.Product"]);
  const original = firstField(event, ["process.pe.original_file_name", "winlog.event_data.OriginalFileName"]);
  if ([company, product, original].some((text) => text !== "" && text !== "-"))
    statements.push(stated({ code: "version-info", company, product, original }, rows));
  const sha256 = fieldText(event, "process.hash.sha256");
  if (sha256 !== "") statements.push(stated({ code: "hash", sha256 }, rows));
  return statements;
}
