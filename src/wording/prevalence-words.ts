import { count, plural } from "./format.ts";

/** How many alerts of a case have something in common with one, that one included. */
export interface Prevalence {
  readonly all: number;
  /** Null where the alert names none. */
  readonly host: number | null;
  readonly user: number | null;
  readonly process: number | null;
}

/** Says how rare what an alert is about is among the alerts of the case. */
export function prevalenceWords({ all, host, user, process }: Prevalence): string {
  const parts = [
    host === null ? "" : `${count(host)} with this host`,
    user === null ? "" : `${count(user)} with this user`,
    process === null ? "" : `${count(process)} with this process`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `Of ${plural(all, "alert")}, this one included: ${parts.join(", ")}.`;
}
