import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FlatEvent } from "../../../src/ecs/index.ts";
import { builtinRules } from "../../../src/rules/builtin/index.ts";
import { eventsOf, placeKey, questionsOf, readGuide } from "../../../src/triage/index.ts";
import { evidence, logged, sentences, start, write } from "./evidence.ts";

/* Whatever the evidence has, an answer is no more certain than that. */

const [rule] = builtinRules();
const general = [
  "### Possible investigation steps",
  "- Investigate other alerts associated with the user/host during the past 48 hours.",
  "- Investigate the process execution chain (parent process tree) for unknown processes.",
  "- Assess whether this behavior is prevalent in the environment by looking for similar occurrences across hosts.",
  "- Analysts can do this by searching for login events (for example, 4624) to the target host.",
  "- Investigate any abnormal behavior by the subject process such as network connections.",
  "- Investigate any abnormal account behavior, such as command executions.",
].join("\n");
const questions = [
  ...questionsOf(readGuide(rule!.note), rule!.rule_id).values(),
  ...questionsOf(readGuide(general), "any").values(),
].flat();

const clock = fc.constantFrom("01:30:00", "03:06:00", "03:07:12", "03:07:13", "04:00:00", "23:00:00");
const id = fc.constantFrom("{a}", "{b}", "{reg}");
const common = fc.record({
  "host.name": fc.constantFrom("WS-FIN-07", "ws-fin-07", "WS-FIN-07.corp", "__proto__"),
  "process.pid": fc.constantFrom(1, 4120),
  "process.entity_id": id,
  "process.parent.entity_id": id,
  "process.parent.name": fc.constantFrom("cmd.exe", ""),
  "user.name": fc.constantFrom("alice", "SYSTEM"),
  "winlog.logon.id": fc.constantFrom("0x3e7", "0x5a1"),
});
const name = fc.constantFrom("reg.exe", "svchost.exe", "WerFault.exe", "constructor");
const object = fc.constantFrom("C:\\lsass.exe.1.dmp", "C:\\x.txt", "WerFault.exe -u -p 1 -ip 2", "x.dmp");
const anyEvent: fc.Arbitrary<FlatEvent> = fc.oneof(
  fc
    .tuple(
      clock,
      fc.constantFrom("DumpType", "DumpFolder", "lsass.exe\\DumpType"),
      fc.constantFrom("", "1", "2"),
      common,
    )
    .map(([time, value, data, more]) => write(time, value, data, more)),
  fc
    .tuple(clock, name, object, common)
    .map(([time, process, line, more]) => start(time, process, { "process.command_line": line, ...more })),
  fc
    .tuple(
      clock,
      fc.constantFrom("Security", "System", "Application"),
      fc.constantFrom("4624", "4648", "4672", "4689", "7045", "12", "1000", "1102"),
      common,
    )
    .map(([time, channel, code, more]) => logged(time, channel, code, more)),
  fc
    .tuple(clock, object, common)
    .map(([time, path, more]) =>
      logged(time, "Microsoft-Windows-Sysmon/Operational", "11", { "file.path": path, ...more }),
    ),
);

describe("an answer", () => {
  it("names no record that the index does not have, and none of a host that it does not look at", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyEvent, { minLength: 1, maxLength: 40 }),
        fc.boolean(),
        async (events, isGone) => {
          const examined = evidence(events, { isGone });
          for (const question of questions) {
            const answer = await question.ask(examined, examined.alertOf(events[0]!));
            for (const row of eventsOf(answer)) {
              expect(examined.places).toContain(placeKey(row));
              const { hosts } = answer.lookedAt!;
              if (hosts.length === 0) continue;
              expect(hosts).toContain(row.host);
              expect(row.host.toLowerCase()).toBe(String(events[0]!["host.name"]).toLowerCase());
            }
            if (answer.kind === "found") expect(answer.statements).not.toEqual([]);
            if (answer.kind === "cannot") expect(answer.missing).not.toEqual([]);
            // Every code has a sentence, and no sentence is made of a value that is not there.
            const { said, missing } = sentences(answer);
            for (const sentence of [...said, ...missing])
              expect(sentence).not.toMatch(/undefined|NaN|\[object|^$/);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
