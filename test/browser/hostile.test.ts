import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VIEWS } from "../../src/app/views.ts";
import { ICONS } from "../../src/ui/frame/icons.ts";
import { DUMP_TYPE, ndjson, registryEvent, type Json } from "./fixtures/documents.ts";
import {
  chooseAlert,
  examine,
  expectQuiet,
  exportCsv,
  filter,
  ledgerText,
  listedCells,
  newCase,
  showTab,
  toggleColumns,
} from "./fixtures/page.ts";
import { browserNames, openLoupe, runsOnce, type Evidence, type Loupe } from "./support/index.ts";

/* Evidence is written by intruders: every value is text, and nothing else, on the screen and in a spreadsheet. */

const NASTY: Readonly<Record<string, string>> = {
  markup: `<img src=x onerror="globalThis.pwned=1"><script>globalThis.pwned=1</script>`,
  svg: `"><svg/onload=globalThis.pwned=1><iframe src="http://beacon.test/f">`,
  comment: `--><!--<a href="http://beacon.test/">x</a>`,
  script: "javascript:globalThis.pwned=1//http://beacon.test/",
  handler: `" onmouseover="globalThis.pwned=1" style="background:url(http://beacon.test/s)`,
  mustache:
    "{globalThis.pwned=1} {@html '<b>'} {{constructor.constructor('globalThis.pwned=1')()}} ${globalThis.pwned=1}",
  placeholder: "{{host.name}} {{process.executable}}",
  markdown:
    "[click](http://beacon.test/) ![i](http://beacon.test/i.png) `code` **bold** <http://beacon.test/>",
  entity: "&lt;b&gt; &amp; &#60;script&#62;",
  equals: '=HYPERLINK("http://beacon.test/","x")',
  plus: "+1+cmd|' /C calc'!A0",
  minus: "-2+3+cmd|' /C calc'!A0",
  at: "@SUM(1+1)*cmd|' /C calc'!A0",
  tab: "\t=1+1",
  carriage: "\r=1+1",
  newline: "\n=1+1",
  inner: 'first\r\n=1+1\r\n"quoted", comma',
  nul: "\0=1+1",
  nulInside: "before\0after",
  fullWidth: "＝1+1",
  fullWidthPlus: "＋1",
  fullWidthMinus: "－1",
  fullWidthAt: "＠SUM(1)",
  ansi: "\u001b[31mred\u001b[0m \u001b]0;title\u0007",
  rightToLeft: "invoice\u202Egnp.exe",
  isolate: "a\u2066b\u2069\u200f\u200e",
  zeroWidth: "svc\u200bhost.exe\ufeff",
  trailing: "C:\\Windows\\svchost.exe  ",
  surrogate: "lone \ud800 surrogate",
  tags: "a\u{e0041}\u{e0042}b",
};
/** Characters that show nothing, so the page must show something in their place. */
const INVISIBLE = /[\u0000-\u001f\u007f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800\u{e0041}]/u;

const documents: Json[] = Object.entries(NASTY).map(([what, value]) =>
  registryEvent({
    host: `${value}`,
    source: "defend",
    executable: `C:\\${what}\\${value}`,
    userName: value,
    userId: value,
    extra: {
      case: what,
      message: value,
      [`field.${what}.${value}`]: value,
      [value]: { [value]: value },
      file: { name: value },
      process: { name: value, executable: value, parent: { name: value } },
    },
  }),
);
const long = registryEvent({
  host: "LONG",
  source: "defend",
  executable: `C:\\${"very-long-".repeat(50_000)}.exe`,
  userName: "W".repeat(5000),
  extra: { message: "M".repeat(1024 * 1024), ["n".repeat(3000)]: "v" },
});
const hits = documents.map((document, n) => ({
  _index: Object.values(NASTY)[n],
  _id: `${n}`,
  _source: document,
}));
const FILES: readonly Evidence[] = [
  { name: "<img src=x onerror=pwned=1>.ndjson", text: ndjson(hits) },
  { name: "=cmd|calc!A0 invoice\u202Enosjdn.exe", text: ndjson([registryEvent({ host: "BY-NAME" })]) },
  {
    name: "{@html pwned} {{1+1}}\n.ndjson",
    text: ndjson([registryEvent({ host: "BY-NAME-2" }), { "<b>": 1 }]) + "<script>pwned=1</script>\n",
  },
];

/** Elements that only markup from evidence could have created. The page has links to its views and some drawings of its own. */
const foreign = (loupe: Loupe) =>
  loupe.page.evaluate(
    (outlines, invisible) => {
      const isOwn = (element: Element): boolean => {
        if (element.matches("svg"))
          return (
            element.parentElement!.matches("header > .brand, .rail p") ||
            (element.matches(
              "[data-testid=time-bars] > .chart > svg, [data-testid=around] svg[aria-hidden]",
            ) &&
              Array.from(element.querySelectorAll("*")).every((part) =>
                part.matches("g, rect, line, rect > title"),
              )) ||
            (element.parentElement!.matches("button, [role=menuitem], [role=search]") &&
              element.children.length === 1 &&
              outlines.includes(element.firstElementChild!.getAttribute("d") ?? ""))
          );
        // A value in a sentence of what happened; the evidence of this test has no such element.
        if (element.matches("b"))
          return element.matches("span > b") && element.firstElementChild?.matches("bdi.evidence") === true;
        // The preview of the report is a document of its own, in which nothing can run.
        if (element.matches("iframe"))
          return element.matches('[data-testid=report-preview][sandbox=""][src^="blob:"]');
        // Links lead to another view of the page.
        return element.matches(".frame > a.skip[href='#view-title'], a[href^='#/']");
      };
      const others = (selector: string) =>
        Array.from(document.querySelectorAll(`body ${selector}`)).filter((element) => !isOwn(element));
      return {
        elements: others(
          ":is(img, script, iframe, a, object, embed, link, meta, base, style, form[action], video, audio, svg, b, math)",
        ).length,
        handlers: others("*").filter((element) =>
          element
            .getAttributeNames()
            .some(
              (attribute) => attribute.startsWith("on") || attribute === "srcdoc" || attribute === "href",
            ),
        ).length,
        // A tooltip is drawn by the browser, so nothing in it can be marked as hidden. The names of cases are the user's.
        tooltips: Array.from(
          document.querySelectorAll<HTMLElement>("[title]:not(select)"),
          ({ title }) => title,
        )
          .filter((title) => new RegExp(invisible, "u").test(title.replaceAll("\n", "")))
          .map((title) => JSON.stringify(title.slice(0, 200))),
        pwned: "pwned" in globalThis,
        title: document.title,
      };
    },
    Object.values(ICONS) as string[],
    INVISIBLE.source,
  );
/** The tabs of an alert's detail, that of the event first, and the parts of the page that then show evidence. */
const TABS: readonly (readonly [tab: string, testids: readonly string[]])[] = [
  ["event", ["event-fields", "facts", "facet", "alert-row"]],
  ["record", ["raw-record"]],
  ["why", ["why-it-matched", "reason"]],
  ["guide", ["triage-guide"]],
  ["around", ["around"]],
  ["rule", ["exception-form"]],
];

const unfoldDetail = (loupe: Loupe) =>
  loupe.page.evaluate(() => {
    for (const fold of document.querySelectorAll<HTMLDetailsElement>("[data-testid=alert-detail] details"))
      fold.open = true;
  });
const CLEAN = { elements: 0, handlers: 0, tooltips: [] as string[], pwned: false };

/** Characters in the chosen alert's event that show nothing and have no visible substitute. */
const unshown = (loupe: Loupe, testids: readonly string[], pattern: RegExp) =>
  loupe.page.evaluate(
    (ids, source) => {
      const hidden = new RegExp(source, "gu");
      const missing: string[] = [];
      for (const root of Array.from(
        document.querySelectorAll<HTMLElement>(ids.map((id) => `[data-testid="${id}"]`).join()),
      )) {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          const found = (node.nodeValue ?? "").match(hidden);
          if (found === null) continue;
          const parent = node.parentElement!;
          const { content } = getComputedStyle(parent, "::before");
          const drawn = content === "none" ? "" : (parent.dataset["shown"] ?? "");
          // Every character beside them has a sign of its own too, so no visible text shares their place.
          const signs = Array.from(node.nodeValue ?? "").every((character) => {
            const code = character.codePointAt(0)!;
            const sign =
              code < 0x80
                ? String.fromCharCode(code === 0x7f ? 0x2421 : 0x2400 + code)
                : `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
            return drawn.includes(sign);
          });
          if (!signs) missing.push(`${root.dataset["testid"]}: ${JSON.stringify(node.nodeValue)}`);
        }
      }
      return missing;
    },
    testids,
    pattern.source,
  );

describe.each(browserNames)("hostile evidence in %s", (name) => {
  let loupe: Loupe;
  const dialogs: string[] = [];
  beforeAll(async () => {
    loupe = await openLoupe(name);
    await loupe.page.setViewport({ width: 1400, height: 1800 });
    loupe.page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await newCase(loupe);
    await examine(loupe, FILES);
  });
  afterAll(() => loupe?.close());

  it("is matched unchanged", async () => {
    expect(await loupe.alertCount()).toBe(documents.length + 2);
    expect((await loupe.evidenceRows()).map((row) => [row["name"], row["state"]])).toEqual(
      FILES.map((file) => [file.name, "done"]),
    );
  });

  it("creates no element in any view, or in the list of alerts, sorted and filtered", async () => {
    for (const view of VIEWS) {
      await loupe.show(view);
      expect(await foreign(loupe), view).toMatchObject(CLEAN);
    }
    await loupe.show("evidence");
    for (const file of FILES) await ledgerText(loupe, file.name);
    expect(await foreign(loupe)).toMatchObject(CLEAN);
    await toggleColumns(loupe, ["Process", "Source", "File"]);
    for (const column of ["host", "user", "process", "what", "source", "file"]) {
      await loupe.click(`sort-${column}`);
      expect(await foreign(loupe)).toMatchObject(CLEAN);
    }
    await filter(loupe, "<script>");
    expect((await listedCells(loupe)).length).toBeGreaterThan(0);
    await filter(loupe, "");
  });

  it("creates no element in an alert's detail, shows every hidden character, and is copied unchanged", async () => {
    await loupe.element("evidence-row");
    expect(await unshown(loupe, ["evidence-row"], INVISIBLE)).toEqual([]);
    await filter(loupe, "");
    await loupe.click("sort-time");
    await loupe.click("alert-row");
    const seen = new Set<string>();
    // Both browsers draw the same elements: Firefox, in which this takes a minute, is shown every fourth alert.
    const step = runsOnce(name) ? 1 : 4;
    for (let n = 0; n < documents.length + 2; n += step) {
      let what = "";
      for (const [tab, testids] of TABS) {
        await showTab(loupe, tab);
        await loupe.element(testids[0]!);
        await unfoldDetail(loupe);
        expect(await foreign(loupe), `${what} ${tab}`).toMatchObject(CLEAN);
        if (tab === "event") {
          const fields = await loupe.page.evaluate(() =>
            Object.fromEntries(
              Array.from(document.querySelectorAll("[data-testid=event-fields] tr"), (row) => [
                row.querySelector("th")?.textContent,
                // What the value means follows it.
                row.querySelector("td .evidence")?.textContent?.trim(),
              ]),
            ),
          );
          what = fields["case"] ?? "";
          seen.add(what);
        }
        expect(await unshown(loupe, testids, INVISIBLE), `${what} ${tab}`).toEqual([]);
      }
      await loupe.page.evaluate(() =>
        document.querySelector<HTMLElement>("[data-testid=alert-row][data-cursor=true]")?.focus(),
      );
      for (let down = 0; down < step; down++) {
        await loupe.page.keyboard.press("ArrowDown");
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
    }
    const values = [...seen].filter((what) => what !== "").sort();
    if (step === 1) expect(values).toEqual(Object.keys(NASTY).sort());
    else expect(values.length).toBeGreaterThanOrEqual(Math.floor(documents.length / step) - 2);
    expect(await loupe.page.evaluate(() => document.title)).toMatch(/^Alerts · .* · Loupe$/);
  });

  it("cannot affect its neighbours with characters that reverse text", async () => {
    await chooseAlert(loupe, "invoice");
    const isolated = await loupe.page.evaluate(() => {
      const walker = document.createTreeWalker(
        document.querySelector("[data-testid=alert-detail]")!,
        NodeFilter.SHOW_TEXT,
      );
      const bad: string[] = [];
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        if (!(node.nodeValue ?? "").includes("\u202e")) continue;
        const style = getComputedStyle(node.parentElement!);
        const around = node.parentElement!.closest("bdi");
        // Either the character is not drawn at all, or it is in an isolated box.
        if (around === null && !/isolate/.test(style.unicodeBidi)) bad.push(node.nodeValue ?? "");
      }
      return bad;
    });
    expect(isolated).toEqual([]);
  });

  it("is neutralised in the CSV, and otherwise unchanged", async () => {
    const csv = await exportCsv(loupe);
    expect(csv.rows.length).toBe(documents.length + 2);
    for (const row of csv.rows) {
      for (const [id, cell] of Object.entries(row)) {
        expect(cell, id).not.toMatch(/^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u);
        expect(cell, id).not.toMatch(/^[\t\r\n\0]/);
        expect(cell, id).not.toContain("\0");
      }
    }
    const users = csv.rows.map((row) => row["user.name"]);
    for (const what of [
      "markup",
      "svg",
      "script",
      "mustache",
      "markdown",
      "entity",
      "ansi",
      "rightToLeft",
      "inner",
      "trailing",
    ]) {
      expect(users, what).toContain(NASTY[what]);
    }
    expect(users).toContain(`'${NASTY["equals"]}`);
    expect(csv.rows.map((row) => row["log.file.path"])).toContain("'=cmd|calc!A0 invoice\u202Enosjdn.exe");
    const ledger = await exportCsv(loupe, "export-evidence-csv");
    expect(ledger.rows.length).toBe(FILES.length);
    for (const row of ledger.rows) {
      for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u);
    }
  });

  it("of enormous length stays within its box and does no harm", async () => {
    await newCase(loupe);
    await examine(loupe, [
      {
        name: `${"long-name-".repeat(20)}.ndjson`,
        text: ndjson([long, registryEvent({ host: "AFTER-LONG" })]),
      },
    ]);
    expect(await loupe.alertCount()).toBe(2);
    await chooseAlert(loupe, "LONG");
    const overflow = () =>
      loupe.page.evaluate(() =>
        Array.from(
          document.querySelectorAll("html, main > .content, [data-testid=alert-detail] > .inside"),
          (box) => box.scrollWidth - box.clientWidth,
        ).filter((pixels) => pixels > 0),
      );
    for (const [tab, [testid]] of TABS) {
      await showTab(loupe, tab);
      await loupe.element(testid!);
      await unfoldDetail(loupe);
      expect(await overflow(), tab).toEqual([]);
    }
    for (const view of VIEWS) {
      await loupe.show(view);
      expect(await overflow(), view).toEqual([]);
    }
    const csv = await exportCsv(loupe);
    for (const row of csv.rows)
      for (const cell of Object.values(row)) expect(cell.length).toBeLessThanOrEqual(32_767);
    expect(csv.rows.find((row) => row["host.name"] === "LONG")?.["registry.path"]).toBe(DUMP_TYPE);
    await chooseAlert(loupe, "AFTER-LONG");
  });

  it("is text in exceptions, notes and the filter as well", async () => {
    await newCase(loupe);
    await examine(loupe, [
      { name: "typed.ndjson", text: ndjson([registryEvent({ host: NASTY["markup"]! })]) },
    ]);
    await loupe.click("alert-row");
    await loupe.element("exception-form");
    await loupe.page.evaluate((text) => {
      const values: Record<string, string> = {
        "exception-field": "host.name",
        "exception-value": text,
        "exception-why": text,
        "verdict-note": text,
      };
      for (const [id, value] of Object.entries(values)) {
        const input = document.querySelector<HTMLInputElement>(`[data-testid=${id}]`)!;
        input.value = value;
        for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }));
      }
      document.querySelector<HTMLDetailsElement>("[data-testid=exception-form]")!.open = true;
    }, NASTY["markup"]!);
    await loupe.click("exception-save");
    await loupe.page.waitForSelector("[data-testid=exception]");
    await filter(loupe, NASTY["svg"]!);
    expect(await foreign(loupe)).toMatchObject(CLEAN);
    await loupe.reload();
    for (const view of VIEWS) {
      await loupe.show(view);
      expect(await foreign(loupe), view).toMatchObject(CLEAN);
    }
  });

  it("would be stopped by the page's policy if it became more than text", async () => {
    const policy = await loupe.page.evaluate(
      () =>
        document.querySelector<HTMLMetaElement>("meta[http-equiv='Content-Security-Policy' i]")?.content ??
        "",
    );
    const directives = new Map(
      policy.split(";").map((directive) => {
        const [directiveName = "", ...sources] = directive.trim().split(/\s+/);
        return [directiveName, sources] as const;
      }),
    );
    expect(directives.get("default-src")).toEqual(["'none'"]);
    for (const kind of ["script-src", "style-src"]) {
      expect(directives.get(kind)?.length, kind).toBeGreaterThan(0);
      for (const hash of directives.get(kind) ?? []) expect(hash, kind).toMatch(/^'sha256-[\w+/=]+'$/);
    }
    expect(directives.get("worker-src")).toEqual(["blob:"]);
    expect(directives.get("frame-src")).toEqual(["blob:"]);
    expect(directives.get("require-trusted-types-for")).toEqual(["'script'"]);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    for (const kind of ["connect-src", "form-action", "base-uri"]) {
      const sources =
        directives.get(kind) ?? (kind === "connect-src" ? directives.get("default-src") : undefined);
      expect(sources, kind).toEqual(["'none'"]);
    }
  });

  it("opened no dialog, made no network request and violated no policy", () => {
    expect(dialogs).toEqual([]);
    expectQuiet(loupe);
  });
});
