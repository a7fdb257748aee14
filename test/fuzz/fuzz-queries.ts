import { mulberry32, pick } from "../bench/random.ts";
import { mutate } from "./mutate.ts";
import { surviveEql, surviveKql } from "./survive.ts";
import type { Tally } from "./tally.ts";

/** Queries with every part of the language. */
export const EQL_QUERIES = [
  'process where process.name : ("cmd.exe", "power*") and not (process.args == "-c" or length(process.name) > 10) | head 5',
  'sequence by host.id, ?user.id with maxspan=1m [process where event.type == "start"] by process.pid ![file where true] by process.pid [network where cidrMatch(destination.ip, "10.0.0.0/8")] by process.ppid with runs=3 until [process where true] by process.pid | tail 2',
  'sample by host [any where x > 1.5e3] by a [any where y regex~ """a{1,3}(b|c)""" ] by b',
  'registry where registry.path : "HKLM\\\\SOFTWARE\\\\*" and registry.data.strings in~ ("1", "0x1") /* c */ and ?x.y != null // end',
  'any where concat(a, "\\u{41}", 1 + 2 * -3) == "x" and substring(process.name, -4, null) : ".exe" and between(a, "(", ")") not in ("b")',
];

const KQL_QUERIES = [
  'event.category:registry and registry.path:(*\\\\Run* or "HKLM\\\\Software") and not process.name: "reg.exe"',
  'host.name: WS* or (a: (x and y*) and b: { c: 1 and d > 2024-01-01 }) or "free text"',
  "process.command_line: *\\u006eet* and host.ip: 10.0.0.0/8 and x >= 5",
];

/** Damages queries in EQL and KQL. A query has no events to lose: it is a tree, or an error of its language. */
export class QueryFuzzer {
  run(seed: number, tally: Tally): Promise<void> {
    const random = mulberry32(seed);
    for (let i = 0; i < 4; i++) random();
    const isEql = random() < 0.6;
    const queries = isEql ? EQL_QUERIES : KQL_QUERIES;
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    const mutant = mutate(bytes(pick(random, queries)), bytes(pick(random, queries)), random);
    const text = new TextDecoder().decode(mutant.bytes);
    const start = performance.now();
    try {
      if (isEql) surviveEql(text);
      else surviveKql(text);
    } catch (error) {
      tally.fail("crash", seed, `${isEql ? "EQL" : "KQL"} ${JSON.stringify(text)}: ${String(error)}`);
    }
    tally.mutant(performance.now() - start, seed);
    return Promise.resolve();
  }
}
