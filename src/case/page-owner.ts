import type { Rule } from "../rules/index.ts";
import type { AlertRow } from "./model.ts";

/** Who the stored page with an alert's finding belongs to: the id of its file, or its rule as `pageOwnerOfRule` names it. */
export function pageOwnerOf({
  shelf: pageOwner,
  evidenceId,
}: Pick<AlertRow, "shelf" | "evidenceId">): string {
  return pageOwner ?? evidenceId;
}

/** The owner of a correlation rule's pages: its alerts belong to no one file. A file's id is a UUID, so none begins so. */
export function pageOwnerOfRule({ rule_id }: Pick<Rule, "rule_id">): string {
  return `${OF_RULE}${rule_id}`;
}

/** Whether an owner of pages is a rule, not a file. */
export function isPageOwnerOfRule(pageOwner: string): boolean {
  return pageOwner.startsWith(OF_RULE);
}

const OF_RULE = "rule:";
