import type { Loupe } from "../../test/browser/support/index.ts";
import { VIEWS } from "../../src/app/views.ts";

/** One state of the page that is worth a picture. */
export interface Scene {
  readonly name: string;
  /** The view that it is in; null for the one that is shown already. */
  readonly view: string | null;
  /** Brings the state about. The view is as it is at first, with nothing open. */
  readonly prepare?: (loupe: Loupe) => Promise<void>;
  /** Takes it back, where closing what is open with Escape is not enough. */
  readonly undo?: (loupe: Loupe) => Promise<void>;
  /** The picture is as high as what the view has to scroll. */
  readonly isWhole?: boolean;
}

const at = (testid: string): string => `main [data-testid="${testid}"], aside [data-testid="${testid}"]`;

/** A click from script: it also reaches what something lies over, as the detail does on a narrow page. */
async function press(loupe: Loupe, selector: string): Promise<void> {
  await loupe.page.waitForSelector(selector);
  await loupe.page.$eval(selector, (element) => (element as HTMLElement).click());
}

/** Where the page is wide, some buttons are not needed and so not there. */
async function pressIfShown(loupe: Loupe, selector: string): Promise<void> {
  await loupe.page.$$eval(selector, ([element]) => {
    if (element?.checkVisibility() === true) (element as HTMLElement).click();
  });
}

const ready = (loupe: Loupe, selector: string): Promise<unknown> => loupe.page.waitForSelector(selector);

async function openAlert(loupe: Loupe): Promise<void> {
  await press(loupe, at("alert-row"));
  await ready(loupe, "[data-testid=alert-detail]");
}

async function openEvent(loupe: Loupe, tab: string): Promise<void> {
  await press(loupe, at("event-row"));
  await press(loupe, `[data-testid=event-tab-${tab}]`);
  if (tab !== "around") await ready(loupe, at("event-record"));
}

/** Those of an empty case. */
export const EMPTY_SCENES: readonly Scene[] = VIEWS.map((view) => ({
  name: `empty-${view}`,
  view,
  isWhole: true,
}));

/** What each tab of an alert's detail shows once it is complete. */
const TABS: Readonly<Record<string, string>> = {
  why: "why-it-matched",
  guide: "guide-step",
  around: "around-row",
  event: "event-fields",
  record: "raw-record",
  rule: "rule-facts",
};

const openGroups = async (loupe: Loupe): Promise<void> => {
  await press(loupe, at("group-by"));
  await press(loupe, "[data-testid='group-by-host.name']");
  await loupe.page.keyboard.press("Escape");
};

/** Those of a case with evidence. */
export const SCENES: readonly Scene[] = [
  { name: "overview", view: "overview", prepare: (loupe) => wait(loupe, at("coverage")) },
  { name: "overview-whole", view: "overview", isWhole: true },
  { name: "alerts", view: "alerts", prepare: (loupe) => wait(loupe, at("alert-row")) },
  {
    name: "alerts-facets",
    view: "alerts",
    prepare: (loupe) => pressIfShown(loupe, at("show-facets")),
    undo: (loupe) => pressIfShown(loupe, at("show-facets")),
  },
  {
    name: "alerts-groups",
    view: "alerts",
    prepare: openGroups,
    undo: async (loupe) => {
      await press(loupe, at("group-by"));
      await press(loupe, "[data-testid=group-by-none]");
    },
  },
  {
    name: "alerts-selected",
    view: "alerts",
    prepare: (loupe) => press(loupe, at("select-all")),
    undo: (loupe) => press(loupe, at("bulk-clear")),
  },
  {
    name: "alerts-filtered",
    view: "alerts",
    prepare: (loupe) => filter(loupe, "host: nowhere"),
    undo: (loupe) => press(loupe, at("clear-filter")),
  },
  ...Object.entries(TABS).map(([tab, testid]): Scene => ({
    name: `alerts-detail-${tab}`,
    view: "alerts",
    prepare: async (loupe) => {
      await openAlert(loupe);
      await press(loupe, `[data-testid=tab-${tab}]`);
      await ready(loupe, at(testid));
      if (tab === "guide") await ready(loupe, at("guide-answer"));
    },
  })),
  { name: "events", view: "events", prepare: (loupe) => wait(loupe, at("event-row")) },
  {
    name: "events-facets",
    view: "events",
    prepare: (loupe) => pressIfShown(loupe, at("show-facets")),
    undo: (loupe) => pressIfShown(loupe, at("show-facets")),
  },
  ...["stacked", "lanes", "table"].map((layout): Scene => ({
    name: `events-by-host-${layout}`,
    view: "events",
    prepare: async (loupe) => {
      await loupe.page.select(at("density-by"), "host.name");
      await ready(loupe, at("density-legend"));
      await press(loupe, at(`density-${layout}`));
    },
    undo: async (loupe) => {
      await press(loupe, at("density-stacked"));
      await loupe.page.select(at("density-by"), "");
    },
  })),
  {
    name: "events-search",
    view: "events",
    prepare: async (loupe) => {
      await filter(loupe, "sample");
      // At another width it has been searched already.
      await ready(loupe, at("text-limit"));
      await pressIfShown(loupe, at("search-files"));
      await ready(loupe, `${at("text-limit").split(",")[0]}[data-phase=ended]`);
    },
    undo: (loupe) => press(loupe, at("clear-event-filter")),
  },
  ...["kinds", "logons", "accounts", "gaps"].map((tab): Scene => ({
    name: `events-${tab}`,
    view: "events",
    prepare: async (loupe) => {
      await press(loupe, at(`events-${tab}`));
      await ready(loupe, at("event-summary"));
    },
    undo: (loupe) => press(loupe, at("events-list")),
  })),
  ...["event", "around", "record"].map((tab): Scene => ({
    name: `events-detail-${tab}`,
    view: "events",
    prepare: (loupe) => openEvent(loupe, tab),
  })),
  {
    name: "events-none",
    view: "events",
    prepare: (loupe) => filter(loupe, "host: nowhere"),
    undo: (loupe) => press(loupe, at("clear-event-filter")),
  },
  { name: "hunt", view: "hunt" },
  { name: "evidence", view: "evidence", isWhole: true },
  { name: "rules", view: "rules" },
  {
    name: "rules-detail",
    view: "rules",
    prepare: async (loupe) => {
      await press(loupe, at("choose-rule"));
      await ready(loupe, "[data-testid=rule-detail]");
    },
  },
  { name: "report", view: "report", isWhole: true },
  { name: "about", view: null, prepare: (loupe) => loupe.click("about-button"), isWhole: true },
  {
    name: "keys",
    view: "alerts",
    prepare: async (loupe) => {
      await loupe.page.keyboard.press("?");
      await ready(loupe, "[data-testid=key-map]");
    },
  },
  {
    name: "palette",
    view: "alerts",
    prepare: async (loupe) => {
      await loupe.page.keyboard.down("Control");
      await loupe.page.keyboard.press("k");
      await loupe.page.keyboard.up("Control");
      await ready(loupe, "[data-testid=palette]");
    },
  },
  { name: "case-menu", view: "overview", prepare: (loupe) => press(loupe, "[data-testid=case-menu]") },
];

async function filter(loupe: Loupe, text: string): Promise<void> {
  await loupe.page.focus(at("query-input"));
  await loupe.page.keyboard.type(text);
  await loupe.page.keyboard.press("Enter");
  await loupe.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
}

async function wait(loupe: Loupe, selector: string): Promise<void> {
  await ready(loupe, selector);
}
