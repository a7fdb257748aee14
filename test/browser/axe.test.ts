import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VIEWS } from "../../src/app/views.ts";
import { DUMP_TYPE, ndjson, noise, registryEvent } from "./fixtures/documents.ts";
import {
  chooseAlert,
  examine,
  expectQuiet,
  filter,
  settle,
  showTab,
  toggleColumns,
  until,
} from "./fixtures/page.ts";
import { drop, tomlFile, toRules } from "./fixtures/rules.ts";
import { evtx } from "./fixtures/sysmon-log.ts";
import { audit } from "./support/axe.ts";
import { browserNames, openLoupe, type Evidence, type Loupe } from "./support/index.ts";

/* axe-core's checks of WCAG 2.2 AA, in every view of the page, wide and narrow, light and dark. */

const WIDTHS = [1440, 390];
/** A damaged file, times without a zone, an event log, and a record that is longer than its box. */
const awkward: readonly Evidence[] = [
  { name: "torn.ndjson", text: `${ndjson(noise(2))}{"torn` },
  {
    name: "local.csv",
    text: [
      "@timestamp,event.category,host.name,host.os.type,registry.path,registry.data.strings",
      `"May 14, 2024 @ 04:01:17.250",registry,AXE-CSV,windows,${DUMP_TYPE},2`,
    ]
      .map((line) => `${line}\r\n`)
      .join(""),
  },
  {
    name: "dates.csv",
    text: [
      "@timestamp,event.category,host.name,host.os.type,registry.path,registry.data.strings",
      `"3/4/2024 10:00:00",registry,AXE-DATES,windows,${DUMP_TYPE},2`,
    ].join("\r\n"),
  },
  { name: "sysmon.evtx", bytes: evtx("AXE-EVTX") },
  {
    name: "long.ndjson",
    text: ndjson([registryEvent({ host: "AXE-LONG", extra: { message: "a long message ".repeat(900) } })]),
  },
];

/** Rules whose alerts make groups in the list, of every severity that the built-in rule does not have. */
const RULES = ["low", "high", "critical"].map((severity) =>
  tomlFile({ id: `axe-${severity}`, severity, query: 'registry where host.name == "AXE-CSV"' }),
);

const gone = (loupe: Loupe, testid: string) =>
  until(async () => (await loupe.page.$(`[data-testid="${testid}"]`)) === null, `${testid} is gone`);

const unfold = (loupe: Loupe) =>
  loupe.page.evaluate(() => {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
  });

/** A tab of the chosen alert's detail, with everything unfolded. */
const tab = (id: string) => async (loupe: Loupe) => {
  await showTab(loupe, id);
  await unfold(loupe);
};

/** Puts the page into each state, starting from the preceding one. */
const STATES: readonly (readonly [name: string, enter: (loupe: Loupe) => Promise<unknown>])[] = [
  ["empty", async () => undefined],
  ...VIEWS.slice(1).map(
    (view) => [`empty, with the view ${view}`, (loupe: Loupe) => loupe.show(view)] as const,
  ),
  [
    "with the sample and awkward files, in Overview",
    async (loupe) => {
      await drop(loupe, RULES);
      await loupe.show("overview");
      await loupe.click("load-sample");
      await loupe.waitForScan();
      await examine(loupe, awkward);
      await loupe.show("overview");
      for (const testid of ["coverage", "tactics", "look-first", "blind-spots"]) await loupe.element(testid);
      await unfold(loupe);
    },
  ],
  [
    "with Evidence and all its details open",
    async (loupe) => {
      await loupe.show("evidence");
      for (const testid of ["zone-correction", "date-order-correction", "carve-toggle", "problem"])
        await loupe.element(testid);
      await unfold(loupe);
    },
  ],
  [
    "with all events, one of them open",
    async (loupe) => {
      await loupe.show("events");
      // A row that has not been read yet opens nothing.
      await loupe.page.waitForSelector("[data-testid=event-row] .cell.time");
      await loupe.page.$eval("[data-testid=event-row]", (row) => (row as HTMLElement).click());
      await loupe.element("event-detail");
      await unfold(loupe);
    },
  ],
  ...(["around", "record"] as const).map(
    (part) =>
      [
        `with ${part} of an event`,
        async (loupe: Loupe) => {
          await loupe.click(`event-tab-${part}`);
          await until(
            async () => !/Looking|Reading/.test(await loupe.text("event-detail")),
            "the tab has its content",
          );
        },
      ] as const,
  ),
  ...(["kinds", "logons", "accounts", "gaps"] as const).map(
    (table) => [`with the events by ${table}`, (loupe: Loupe) => loupe.click(`events-${table}`)] as const,
  ),
  ...(["hunt", "report"] as const).map(
    (view) => [`with the view ${view}`, (loupe: Loupe) => loupe.show(view)] as const,
  ),
  [
    "with the alerts in groups",
    async (loupe) => {
      await loupe.element("alert-row");
      await loupe.element("group-row");
      await unfold(loupe);
    },
  ],
  [
    "with a filter, one value included and another excluded",
    async (loupe) => {
      // The filters unfold a moment after the page has become wide again.
      await loupe.page.waitForSelector("[data-testid=facet][data-field=severity]");
      await loupe.page.$eval("[data-testid=facet][data-field=severity] [data-value=medium]", (value) =>
        (value as HTMLElement).click(),
      );
      await loupe.page.$eval(
        "[data-testid=facet][data-field='host.name'] [data-testid=facet-exclude]",
        (sign) => (sign as HTMLElement).click(),
      );
      await loupe.page.waitForFunction(
        () => document.querySelectorAll("[data-testid=filter-chip]").length === 2,
      );
      await loupe.element("alert-row");
    },
  ],
  [
    "with two selected alerts, and what was decided about them",
    async (loupe) => {
      await loupe.click("clear-filter");
      await loupe.page.$$eval("[data-testid=alert-row] input", (boxes) => {
        for (const box of boxes.slice(0, 2)) (box as HTMLElement).click();
      });
      await loupe.click("bulk-false-positive");
      for (const testid of ["bulk-bar", "undo-bar"]) await loupe.element(testid);
      // It stays as long as it has the focus.
      await loupe.page.focus("[data-testid=undo]");
    },
  ],
  [
    "with the fields to group by",
    async (loupe) => {
      await loupe.click("undo");
      await loupe.click("bulk-clear");
      await loupe.click("group-by");
      await loupe.element("group-by-none");
    },
  ],
  [
    "with the columns to choose from",
    async (loupe) => {
      await loupe.page.keyboard.press("Escape");
      await gone(loupe, "group-by-none");
      await loupe.click("column-chooser");
      await loupe.element("column-field");
    },
  ],
  [
    "with all columns",
    async (loupe) => {
      await loupe.page.keyboard.press("Escape");
      await gone(loupe, "column-field");
      await toggleColumns(loupe, ["Process", "Risk", "Source", "File"]);
    },
  ],
  [
    "with the palette",
    async (loupe) => {
      await loupe.page.keyboard.down("Control");
      await loupe.page.keyboard.press("k");
      await loupe.page.keyboard.up("Control");
      await (await loupe.element("palette-input")).type("a");
    },
  ],
  [
    "with nothing that passes the filter",
    async (loupe) => {
      await loupe.page.keyboard.press("Escape");
      await gone(loupe, "palette-input");
      await filter(loupe, "nothing has this");
      await loupe.element("none-listed");
    },
  ],
  ["with why an alert was raised", (loupe) => chooseAlert(loupe, "AXE-LONG")],
  ["with its guide", tab("guide")],
  ["with the events around it", tab("around")],
  [
    "with its event",
    async (loupe) => {
      await tab("event")(loupe);
      await until(async () => (await loupe.page.$("[data-testid=mapping-step]")) !== null, "the mapping");
    },
  ],
  ["with its record", tab("record")],
  ["with its rule", tab("rule")],
  [
    "with an exception, and a question about the next draft",
    async (loupe) => {
      await loupe.page.focus("[data-testid=exception-why]");
      await loupe.page.keyboard.type("Ticket 1");
      await loupe.page.keyboard.press("Enter");
      await loupe.element("exception-list");
      await unfold(loupe);
      await loupe.page.focus("[data-testid=exception-why]");
      await loupe.page.keyboard.type("Ticket 2");
      await loupe.page.keyboard.press("Escape");
      await loupe.element("exception-discard");
    },
  ],
  [
    "with the question whether to leave",
    async (loupe) => {
      await loupe.click("new-case");
      await loupe.element("stop-and-leave");
    },
  ],
  [
    "with the menu of the case",
    async (loupe) => {
      await loupe.page.keyboard.press("Escape");
      await until(async () => (await loupe.page.$("[data-testid=stop-and-leave]")) === null, "it is gone");
      await loupe.click("case-menu");
      await loupe.element("rename-case");
    },
  ],
  [
    "with the list of all keys",
    async (loupe) => {
      await loupe.page.keyboard.press("Escape");
      await until(async () => (await loupe.page.$("[data-testid=rename-case]")) === null, "it is closed");
      await loupe.page.keyboard.press("?");
      await loupe.element("key-map");
    },
  ],
  [
    "with the rules, one of them chosen",
    async (loupe) => {
      await loupe.page.keyboard.press("Escape");
      await until(async () => (await loupe.page.$("[data-testid=key-map]")) === null, "it is closed");
      await toRules(loupe);
      await loupe.click("choose-rule");
      await loupe.element("rule-detail");
      await unfold(loupe);
    },
  ],
  [
    "with a new rule",
    async (loupe) => {
      await loupe.page.setViewport({ width: WIDTHS[0]!, height: 900 });
      await loupe.click("new-rule");
      await loupe.element("own-rule");
      await (await loupe.element("own-rule-query")).type("any where true");
    },
  ],
  ["with it in Hunt", (loupe) => loupe.show("hunt")],
  [
    "with the About view",
    async (loupe) => {
      await loupe.click("about-button");
      await loupe.element("about");
      await unfold(loupe);
    },
  ],
];

const SAMPLE = STATES.findIndex(([name]) => name.startsWith("with the sample"));
/** The states that both browsers are checked in: the start page, and the sample in two views. */
const IN_BOTH = [STATES[0]!, ...STATES.slice(SAMPLE, SAMPLE + 2)];

/**
 * Dark and light differ in colours alone, which are the same in every browser: the dark ones are checked in one. So are
 * most views, dialogs and menus, whose elements and colours are the same as well.
 */
const LOOKS = [
  ...browserNames.map((name) => ({ name, dark: false })),
  { name: "chromium", dark: true } as const,
];

describe.each(LOOKS)("axe in $name, dark: $dark", ({ name, dark }) => {
  let loupe: Loupe;
  const passed = new Set<string>();
  beforeAll(async () => {
    loupe = await openLoupe(name, { dark });
  });
  afterAll(() => loupe?.close());

  const states = name === "firefox" ? IN_BOTH : STATES;

  it.each(states)("finds no violations in the page %s", async (_name, enter) => {
    await loupe.page.setViewport({ width: WIDTHS[0]!, height: 900 });
    await enter(loupe);
    await settle(loupe);
    const faults: string[] = [];
    // Both browsers lay the page out alike, and in both colours: the narrow one is checked once.
    for (const width of name === "firefox" || dark ? WIDTHS.slice(0, 1) : WIDTHS) {
      await loupe.page.setViewport({ width, height: 900 });
      await settle(loupe);
      const found = await audit(loupe.page, dark ? "colours" : "all");
      faults.push(...found.faults.map((fault) => `${width} px: ${fault}`));
      for (const id of found.passed) passed.add(id);
    }
    expect(faults).toEqual([]);
  });

  it("checked the right colour scheme, and rules that matter here", async () => {
    const isDark = await loupe.page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
    expect(isDark).toBe(dark);
    expect([...passed]).toEqual(
      expect.arrayContaining([
        "color-contrast",
        ...(dark ? [] : ["target-size", "scrollable-region-focusable", "label", "aria-required-children"]),
      ]),
    );
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});
