import {
  condition,
  type EventState,
  FIRST_EVENT_STATE,
  FIRST_STATE,
  type ListState,
  type View,
  writeCondition,
  writeConditions,
  writeEventState,
  writeListState,
} from "../../app/index.ts";

/*
 * Addresses within the page, for links: the browser then gives what links have, such as another tab. The page follows
 * them as it follows Back: see `followAddress`.
 */

export const viewLink = (view: View): string => `#/${view}`;

/** To the view of all events, which is as at first but for some of its state. */
export function eventsLink(change: Partial<EventState>): string {
  return withQuery("events", writeEventState({ ...FIRST_EVENT_STATE, ...change }));
}

/** To the list of alerts, which is as at first but for some of its state. */
export function alertsLink(change: Partial<ListState>): string {
  return withQuery("alerts", writeListState({ ...FIRST_STATE, ...change }));
}

/** To a view whose list is filtered by a field, as someone would type it: files by `name`, rules by `state`. */
export function filteredLink(view: "evidence" | "rules", field: string, value: string): string {
  return withQuery(
    view,
    new URLSearchParams({ q: writeCondition(condition(field, value), () => true) }).toString(),
  );
}

/** More values are too many for a query bar, in which each is a chip. */
const MOST_VALUES = 40;

/**
 * To a view whose list has only the entries that one of some values finds; to the whole list if these are too many.
 *
 * @param others further conditions that they meet
 */
export function listedLink(
  view: "evidence" | "rules",
  field: string,
  values: readonly string[],
  others: readonly (readonly [field: string, value: string])[] = [],
): string {
  if (values.length === 0 || values.length > MOST_VALUES) return viewLink(view);
  const of = values.map((value) => condition(field, value));
  const conditions = [...of, ...others.map((other) => condition(...other))];
  return withQuery(view, new URLSearchParams({ q: writeConditions(conditions, () => true) }).toString());
}

/** To the detail of a rule. */
export function ruleLink(ruleId: string): string {
  return withQuery("rules", new URLSearchParams({ rule: ruleId }).toString());
}

function withQuery(view: View, query: string): string {
  return query === "" ? viewLink(view) : `${viewLink(view)}?${query}`;
}
