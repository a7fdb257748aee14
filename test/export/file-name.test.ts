import { describe, expect, it } from "vitest";
import { exportFileName } from "../../src/export/index.ts";

const DAY = Date.UTC(2026, 2, 15, 23, 59);

describe("the name of a file that leaves the page", () => {
  it("says case, day and what it is", () => {
    expect(exportFileName("INC-2291 finance", DAY, "alerts.csv")).toBe(
      "loupe-INC-2291-finance-2026-03-15-alerts.csv",
    );
    expect(exportFileName("", DAY, "alerts.csv")).toBe("loupe-2026-03-15-alerts.csv");
  });

  it("is a name on every system, whatever the case is called", () => {
    for (const name of [
      "../../etc/passwd",
      "a:b*c?",
      "CON",
      "x\u202egpj.exe",
      "…",
      "名前 案件",
      "\ud800",
      "a".repeat(500),
    ])
      expect(exportFileName(name, DAY, "alerts.csv")).toMatch(
        /^loupe-[\p{L}\p{N}-]*2026-03-15-alerts\.csv$/u,
      );
    expect(exportFileName("😀".repeat(60) + "é", DAY, "a.csv").length).toBeLessThan(100);
  });
});
