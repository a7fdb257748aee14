import { describe, expect, it } from "vitest";
import {
  eventOf,
  scanFile,
  type ScanOptions,
  type ScanReceiver,
  type ScanRules,
} from "../../src/scan/index.ts";
import { ACTIVITIES } from "./activities.ts";
import { FORMS } from "./forms.ts";
import type { Form } from "./form.ts";
import { DUMPS } from "./dumps.ts";
import { ownRules } from "./rules.ts";
import { seedRules } from "../support/seed.ts";
import { formatWords } from "../../src/wording/format-words.ts";

/* One set of activities, exported by every common tool, must raise the same alerts. */

/** The time to the second, because some forms are no more precise. */
const second = (time: unknown): string => String(time).slice(0, "2024-03-14T10:00:07".length);

async function alertsOf(form: Form, rules: ScanRules, options: ScanOptions = {}) {
  const activities = heldBy(form).map(([activity]) => activity);
  const alerts = new Map(activities.map(({ time }) => [second(time), [] as string[]]));
  const lost: string[] = [];
  const content = form.write(activities) as BlobPart;
  const receiver: ScanReceiver = {
    batch(findings, problems) {
      for (const finding of findings) {
        const time = String(eventOf(finding)["@timestamp"]);
        const at = alerts.get(second(time));
        if (at === undefined) throw new Error(`an alert at ${time}, when nothing happened`);
        at.push(finding.ruleId);
      }
      lost.push(
        ...problems.filter(({ severity }) => severity === "error").map((problem) => JSON.stringify(problem)),
      );
    },
  };
  const result = await scanFile(new Blob([content]), rules, receiver, options);
  const named = activities.map(({ name, time }) => [name, alerts.get(second(time))!.sort()]);
  return {
    result: { ...result, format: formatWords(result.kind) },
    alerts: Object.fromEntries(named) as Record<string, string[]>,
    lost,
  };
}

const heldBy = (form: Form) => ACTIVITIES.filter(([activity]) => form.holds?.(activity) ?? true);

/** The expected alerts by name of the activity, for all rules or for one. */
function expectedOf(form: Form, only?: string): Record<string, string[]> {
  const named = heldBy(form).map(([{ name }, alerts]) => {
    const rules: readonly string[] = form.losses?.[name]?.rules ?? alerts;
    return [name, rules.filter((rule) => only === undefined || rule === only).sort()];
  });
  return Object.fromEntries(named) as Record<string, string[]>;
}

describe.each(FORMS.map((form) => [form.name, form] as const))("%s", (_, form) => {
  it("raises the alerts of each activity, and loses nothing", async () => {
    const { result, alerts, lost } = await alertsOf(form, ownRules());
    const events = heldBy(form).length;
    expect(lost).toEqual([]);
    expect(result).toMatchObject({
      format: form.format,
      readable: true,
      events,
      notEvents: form.notEvents ? events : 0,
    });
    expect(alerts).toEqual(expectedOf(form));
  });

  it("raises them as well if only records that can match are decoded, as in a large file", async () => {
    const large = { decodeAllBytes: 0 };
    expect((await alertsOf(form, ownRules(), large)).alerts).toEqual(expectedOf(form));
    expect((await alertsOf(form, seedRules(), large)).alerts).toEqual(expectedOf(form, DUMPS));
  });
});

describe("expected losses", () => {
  it.each(
    FORMS.flatMap((form) =>
      Object.entries(form.losses ?? {}).map(([name, loss]) => [form.name, name, loss] as const),
    ),
  )("of %s, %s, change the alerts", (form, name, { rules, why }) => {
    const [, alerts] = ACTIVITIES.find(([activity]) => activity.name === name)!;
    expect([...rules].sort(), `${form}: ${why}`).not.toEqual([...alerts].sort());
  });
});
