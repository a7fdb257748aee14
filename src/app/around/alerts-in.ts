import { hostKey } from "../../ecs/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import type { AlertList } from "../list/alert-list.svelte.ts";
import type { AlertToMark } from "./marked-events.ts";

/**
 * The alerts of the rules that are on in a range of time, nearest to a moment first.
 *
 * @param hosts the names of their hosts, in any case; null for any
 * @param range epoch milliseconds, both included
 */
export function alertsIn(
  { alerts }: CaseState,
  list: Pick<AlertList, "nameOf" | "severityOf">,
  hosts: readonly string[] | null,
  { from, to }: { readonly from: number; readonly to: number },
  time: number,
  limit: number,
): { readonly alerts: readonly AlertToMark[]; readonly isCut: boolean } {
  const { columns } = alerts;
  const host = columns.text("host");
  const wanted = hosts === null ? null : new Set(hosts.map(hostKey));
  const onHost = wanted === null ? null : host.texts.matching((text) => wanted.has(hostKey(text)));
  const rows = [...alerts.enabled()].filter((row) => {
    const at = columns.timeAt(row);
    return at >= from && at <= to && (onHost === null || onHost[host.codeAt(row)] === 1);
  });
  const distance = (row: number): number => Math.abs(columns.timeAt(row) - time);
  const nearest = rows.sort((a, b) => distance(a) - distance(b)).slice(0, limit);
  return {
    alerts: nearest.map((number) => {
      const row = columns.at(number);
      const { evidenceId, member, offset } = row;
      const at = columns.timeAt(number);
      return { evidenceId, member, offset, time: at, name: list.nameOf(row), severity: list.severityOf(row) };
    }),
    isCut: rows.length > limit,
  };
}
