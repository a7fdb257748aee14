import { describe, expect, it } from "vitest";
import { eventOf, scanFile } from "../../src/scan/index.ts";
import { ACTIVITIES } from "./activities.ts";
import { EVENT_JSON } from "./event-json.ts";
import { EVENT_LOGS } from "./event-log.ts";
import { EVENT_XML } from "./event-xml.ts";
import type { Form } from "./form.ts";
import { POWERSHELL, VIEWER } from "./powershell.ts";
import { ownRules } from "./rules.ts";
import { SHIPPERS } from "./shippers.ts";

/* One set of activities, exported by every tool that people use: the alerts are the same. */

const FORMS: readonly Form[] = [
  ...EVENT_LOGS,
  ...EVENT_XML,
  ...EVENT_JSON,
  ...POWERSHELL,
  ...VIEWER,
  ...SHIPPERS,
];

/** To the second: some forms keep no more. */
const second = (time: unknown): string => String(time).slice(0, "2024-03-14T10:00:07".length);

async function alertsOf(form: Form, activities: typeof ACTIVITIES) {
  const alerts = new Map(activities.map(([activity]) => [second(activity.time), [] as string[]]));
  const lost: string[] = [];
  const result = await scanFile(
    new Blob([form.write(activities.map(([activity]) => activity)) as BlobPart]),
    ownRules(),
    {
      batch(findings, problems) {
        for (const finding of findings) {
          const event = eventOf(finding);
          const at = alerts.get(second(event["@timestamp"]));
          if (at === undefined)
            throw new Error(`an alert at ${String(event["@timestamp"])}, when nothing happened`);
          at.push(finding.ruleId);
        }
        lost.push(...problems.filter((problem) => problem.lost).map(({ message }) => message));
      },
    },
  );
  return { result, alerts, lost };
}

describe.each(FORMS.map((form) => [form.name, form] as const))("%s", (_, form) => {
  const held = ACTIVITIES.filter(([activity]) => form.holds?.(activity) ?? true);

  it("gives the alerts of each activity, and loses nothing", async () => {
    const { result, alerts, lost } = await alertsOf(form, held);
    expect(lost).toEqual([]);
    expect(result).toMatchObject({ format: form.format, readable: true, events: held.length, notEvents: 0 });
    const found = held.map(([{ name, time }]) => [name, alerts.get(second(time))!.sort()]);
    const expected = held.map(([{ name }, rules]) => [
      name,
      [...(form.losses?.[name]?.rules ?? rules)].sort(),
    ]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  });
});
