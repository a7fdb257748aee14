import { expect, it } from "vitest";
import { auditCsv, type AuditExport } from "../../src/export/index.ts";

const ENTRY: AuditExport = {
  id: "1",
  time: Date.UTC(2026, 2, 14),
  analyst: "=HYPERLINK(1)",
  action: "note",
  what: "Note: @SUM(1)",
  alerts: 1,
  first: { rule: "+R", host: "WS", time: NaN, file: "a.evtx", offset: 7 },
  before: "",
  after: "",
  undoes: "",
};

it("writes one safe row for each entry", () => {
  const [header, row, ...rest] = [...auditCsv([ENTRY, { ...ENTRY, first: null }], "0.1")]
    .join("")
    .split("\r\n");
  expect(header).toBe(
    '\uFEFF"time","analyst","action","what","alerts","rule.name","host.name","@timestamp","file","offset","before","after","id","undoes","loupe.version"',
  );
  expect(row).toBe(
    `"2026-03-14T00:00:00.000Z","'=HYPERLINK(1)","note","Note: @SUM(1)","1","'+R","WS","","a.evtx","7","","","1","","0.1"`,
  );
  expect(rest).toHaveLength(1);
});
