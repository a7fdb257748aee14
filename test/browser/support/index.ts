import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ElementHandle, Page } from "puppeteer-core";
import type { BrowserName } from "../../../tools/browsers.ts";
import { type BrowserSession, ownSession, sharedSession } from "./browser-session.ts";
import { takeDownload, type Download } from "./downloads.ts";
import { placeOf } from "./places.ts";
import { PATIENCE_MS, until } from "./until.ts";
import { watch, type Violation, type Watch } from "./watch.ts";

export { browserNames, type BrowserName } from "../../../tools/browsers.ts";
export type { Download } from "./downloads.ts";
export { PATIENCE_MS } from "./until.ts";
export type { Violation } from "./watch.ts";

const support = import.meta.dirname;
const builtPage = join(support, "../../../dist/index.html");

export interface LoupeOptions {
  /** The page to open; by default the built one. */
  readonly html?: string;
  /**
   * The address of a server on this machine to open the page from instead. It is then the only one the browser can
   * reach.
   */
  readonly address?: string;
  /** A profile to use and keep (see makeProfile). Without one there is a new profile, which close() removes. */
  readonly profile?: string;
  /** In Firefox the colour scheme is fixed here; in Chromium it can also be chosen for each screenshot. */
  readonly dark?: boolean;
  /** Starts a browser for this page alone, which close() ends. Otherwise pages of one process share browsers. */
  readonly alone?: boolean;
  /** Changes the browser before the first script of the page runs. */
  readonly stub?: () => void;
}

/**
 * For tests of what a browser cannot change: which rules match, what is counted, which sentence is shown. The code is
 * the same in both, and other tests show in both that it runs, stores, draws and is operated there.
 */
export const oneBrowser = ["chromium"] as const;

/** The same, so that not all of these run in Chromium. Views are drawn by the same code, and each is seen in one at least. */
export const otherBrowser = ["firefox"] as const;

/** The same for single tests: whether they run in this browser. */
export const runsOnce = (name: BrowserName): boolean => oneBrowser.some((one) => one === name);

/**
 * A stub for a machine with one core: two workers then read files, however many cores the machine has. Of three files,
 * one waits.
 */
export const oneCore = (): void => void Object.defineProperty(navigator, "hardwareConcurrency", { value: 1 });

export interface Evidence {
  readonly name: string;
  readonly bytes?: Uint8Array;
  readonly text?: string;
}

export interface Loupe {
  readonly browser: BrowserName;
  readonly page: Page;
  /** Policy violations, console errors and uncaught errors, in the page and its workers, since the page was opened. */
  violations(): readonly Violation[];
  /** The network requests of the page and its workers, and everything else that left the browser. */
  requests(): readonly string[];
  /** Puts files into the file input, with their names. Returns once the page has a row for each. */
  addEvidence(files: readonly Evidence[]): Promise<void>;
  /** Like addEvidence, with files on disk (large ones; the input rejects folders). */
  addPaths(paths: readonly string[]): Promise<void>;
  /**
   * Drops files created in the page onto the drop zone (a synthetic event, whose items have no file system handles).
   */
  dropFiles(files: readonly Evidence[]): Promise<void>;
  /** Drops files or folders like a user. Chromium only: BiDi cannot drag files in from outside. */
  dropPaths(paths: readonly string[]): Promise<void>;
  /** Waits for the end of the scan and returns its state: `done`, `failed` or `cancelled`. */
  waitForScan(milliseconds?: number): Promise<string>;
  alertCount(): Promise<number>;
  /** The data attributes of each row: name, state, records, alerts, problems, … Shows the view of before again. */
  evidenceRows(): Promise<Record<string, string>[]>;
  /** Shows a view, as a click on its name in the rail does, and returns the one of before; "" for the About view. */
  show(view: string): Promise<string>;
  /** Waits for the first element with this test ID. Shows the view, and the tab of the detail, that it is in. */
  element(testid: string): Promise<ElementHandle>;
  /** Clicks the first element with this test ID, like a user. */
  click(testid: string): Promise<void>;
  text(testid: string): Promise<string>;
  /** Clicks, and returns the one downloaded file. */
  download(testid: string, milliseconds?: number): Promise<Download>;
  reload(): Promise<void>;
  screenshot(path: string, look: { width: number; height: number; dark?: boolean }): Promise<void>;
  /** The content of the page, for error messages. */
  describe(): Promise<string>;
  /**
   * Opens the page in another tab of the same browser; its close() closes only the tab.
   *
   * @param stub changes the browser before the first script of the tab runs
   */
  openTab(stub?: () => void): Promise<Loupe>;
  close(): Promise<void>;
}

/**
 * Makes a profile folder for tests that close the browser and open it again. The test removes it with removeProfile.
 */
export function makeProfile(): string {
  return mkdtempSync(join(tmpdir(), "loupe-profile-"));
}

export { removeFolder as removeProfile } from "./browser-session.ts";

/** Opens the built page from file:// in a browser without network access, and waits until it is usable. */
export async function openLoupe(browserName: BrowserName, options: LoupeOptions = {}): Promise<Loupe> {
  const address = options.address ?? addressOf(options.html ?? builtPage);
  const session = await sessionFor(browserName, options);
  const openTab = async (close: (page: Page) => Promise<void>, stub?: () => void): Promise<Loupe> => {
    const page = await session.newPage();
    const seen = await watch(page, readFileSync(join(support, "observer.js"), "utf8"));
    // The page asks before it is left with what is stored nowhere. A test that leaves it means to.
    page.on("dialog", (dialog) => {
      if (dialog.type() === "beforeunload") void dialog.accept();
    });
    if (stub !== undefined) await page.evaluateOnNewDocument(stub);
    if (browserName === "chromium" && options.dark) await colourScheme(page, options.dark);
    await page.goto(address);
    const loupe = handle({
      browserName,
      page,
      seen,
      session,
      openTab: (tabStub) => openTab((tab) => tab.close(), tabStub),
      close: () => close(page),
    });
    await loupe.element("scan-state"); // the page is complete once the stored case has been read
    return loupe;
  };
  try {
    return await openTab(() => session.end(), options.stub);
  } catch (error) {
    await session.end();
    throw error;
  }
}

function sessionFor(browserName: BrowserName, options: LoupeOptions): Promise<BrowserSession> {
  const { profile, address, dark, alone } = options;
  const needsOwn = alone || dark || profile !== undefined || address !== undefined;
  if (!needsOwn) return sharedSession(browserName);
  return ownSession(browserName, {
    dark: dark ?? false,
    ...(profile !== undefined && { profile }),
    ...(address !== undefined && { reached: new URL(address).host }),
  });
}

function addressOf(html: string): string {
  if (!existsSync(html)) throw new Error(`There is no ${html}: build it first (npm run build).`);
  return pathToFileURL(html).href;
}

interface Opened {
  readonly browserName: BrowserName;
  readonly page: Page;
  readonly seen: Watch;
  readonly session: BrowserSession;
  readonly openTab: Loupe["openTab"];
  readonly close: () => Promise<void>;
}

function handle({ browserName, page, seen, session, openTab, close }: Opened): Loupe {
  const files = () =>
    page.evaluate(
      (s) => Number(document.querySelector<HTMLElement>(s)?.dataset["count"]),
      selector("nav-evidence"),
    );

  /** The view that the rail marks; "" if it is not on the rail. */
  const shownView = () =>
    page.evaluate(
      () =>
        document
          .querySelector<HTMLElement>('[data-testid^="nav-"][aria-current]')
          ?.dataset["testid"]?.replace("nav-", "") ?? "",
    );

  /** Puppeteer's click would wait for the page to be idle in Firefox, and scroll. */
  const press = (s: string) => page.evaluate((at) => document.querySelector<HTMLElement>(at)?.click(), s);

  /** The element, if it is there; otherwise shows where it should be. */
  async function lookFor(testid: string): Promise<ElementHandle | undefined> {
    const found = await page.$(selector(testid));
    const place = placeOf(testid);
    if (found !== null) return found;
    if (place === undefined) return undefined;
    await loupe.show(place.view);
    // The detail may still be loading its alert, and has no tabs until then.
    if (place.tab !== undefined) await press(selector(`tab-${place.tab}`));
    if (place.isOfFile) await lookIntoNextFile(testid);
    return (await page.$(selector(testid))) ?? undefined;
  }

  /** What is looked for in the details of files, and since when in the one that is open. */
  let looking = { testid: "", since: 0 };

  /** Opens the detail of the next file, once the one that is open has had time to show what is looked for. */
  async function lookIntoNextFile(testid: string): Promise<void> {
    const isOpen = (await page.$(selector("evidence-detail"))) !== null;
    const isNew = looking.testid !== testid;
    if (isOpen && !isNew && Date.now() - looking.since < FILE_PATIENCE_MS) return;
    looking = { testid, since: Date.now() };
    await page.evaluate(
      (row, by) => {
        const rows = Array.from(document.querySelectorAll<HTMLElement>(row));
        const at = rows.findIndex((each) => each.ariaSelected === "true");
        rows[(Math.max(at, 0) + by) % rows.length]?.click();
      },
      selector("evidence-row"),
      isOpen && !isNew ? 1 : 0,
    );
    await press(selector("file-tab-summary"));
  }

  /** Calls a function that adds files, and waits until the page has a row for each of them. */
  async function expectRows(added: number, act: () => Promise<void>): Promise<void> {
    const wanted = (await files()) + added;
    await act();
    await until(
      async () => ((await files()) >= wanted ? true : undefined),
      60_000,
      async () =>
        `the page has no row for each of the ${added} files it was given: ${await loupe.describe()}`,
    );
  }

  const write = (files: readonly Evidence[]) =>
    files.map(({ name, bytes, text }) => {
      // One folder each, so that two files with the same name can be added together.
      const path = join(mkdtempSync(join(session.scratch, "evidence-")), name);
      writeFileSync(path, bytes ?? text ?? "");
      return path;
    });

  const loupe: Loupe = {
    browser: browserName,
    page,
    violations: () => seen.violations,
    requests: () => [...seen.requests, ...session.asked().map((line) => `(left the browser) ${line}`)],

    addEvidence: (files) => loupe.addPaths(write(files)),

    addPaths: (paths) =>
      expectRows(paths.length, async () => {
        const input = (await loupe.element("evidence-input")) as ElementHandle<HTMLInputElement>;
        await input.uploadFile(...paths);
      }),

    dropFiles: (files) =>
      expectRows(files.length, async () => {
        const packed = files.map(({ name, bytes, text }) => ({
          name,
          base64: Buffer.from(bytes ?? text ?? "").toString("base64"),
        }));
        await page.evaluate(dropIntoPage, selector("drop-zone"), packed);
      }),

    dropPaths: (paths) => expectRows(paths.length, () => dropFromOutside(page, selector("drop-zone"), paths)),

    async waitForScan(milliseconds = 240_000) {
      // When files are added to a finished case, the state before is `done` too, so only a state that stays is the
      // end.
      let last: string | undefined;
      return until(
        async () => {
          const state = await page.evaluate(
            (s) => document.querySelector<HTMLElement>(s)?.dataset["state"],
            selector("scan-state"),
          );
          const ended = /^(done|failed|cancelled)$/.test(state ?? "") && state === last;
          last = state;
          return ended ? state : undefined;
        },
        milliseconds,
        async () => `the scan did not end within ${milliseconds / 1000} s: ${await loupe.describe()}`,
      );
    },

    async alertCount() {
      const text = await page.evaluate(
        (s) => document.querySelector<HTMLElement>(s)?.dataset["count"],
        selector("alert-count"),
      );
      if (!text || !/^\d+$/.test(text))
        throw new Error(`no alert count (${text}): ${await loupe.describe()}`);
      return Number(text);
    },

    async evidenceRows() {
      const before = await loupe.show("evidence");
      const rows = await page.evaluate(
        (s) =>
          Array.from(
            document.querySelectorAll<HTMLElement>(s),
            (row) => ({ ...row.dataset }) as Record<string, string>,
          ),
        selector("evidence-row"),
      );
      if (before !== "") await loupe.show(before);
      return rows;
    },

    async show(view) {
      const before = await shownView();
      if (before === view) return before;
      await press(selector(`nav-${view}`));
      await page.waitForSelector(`[data-testid="nav-${view}"][aria-current]`);
      // Lists are laid out some frames after they appear.
      await page.evaluate(async () => {
        // A tab in the background has no frames.
        for (let frame = 0; frame < 3; frame++)
          await new Promise((next) => {
            requestAnimationFrame(next);
            setTimeout(next, 100);
          });
      });
      return before;
    },

    async element(testid) {
      return until(
        () => lookFor(testid),
        PATIENCE_MS,
        async () => `there is no ${testid}: ${await loupe.describe()}`,
      );
    },

    async click(testid) {
      if (IN_CASE_MENU.has(testid)) await (await loupe.element("case-menu")).click();
      await (await loupe.element(testid)).click();
    },

    async text(testid) {
      return (await loupe.element(testid)).evaluate((element) => element.textContent ?? "");
    },

    async download(testid, milliseconds = PATIENCE_MS) {
      await loupe.click(testid);
      return takeDownload(session.downloads, milliseconds);
    },

    async reload() {
      // On a busy machine Firefox may report that it has loaded while the previous page still answers.
      await page.evaluate(() => document.documentElement.setAttribute("data-before", ""));
      await page.reload();
      await page.waitForSelector("html:not([data-before])");
      await loupe.element("scan-state");
    },

    async screenshot(path, { width, height, dark: darkShot }) {
      await page.setViewport({ width, height });
      if (browserName === "chromium" && darkShot !== undefined) await colourScheme(page, darkShot);
      await page.screenshot({ path: path as `${string}.png` });
    },

    async describe() {
      // No named functions here: the compiler of the screenshot tool would call a helper of its own, which the page
      // lacks.
      const shown = await page.evaluate(
        (selectors) =>
          selectors.map((s) =>
            Array.from(document.querySelectorAll<HTMLElement>(s), (found) => found.innerText.trim()),
          ),
        [selector("scan-state"), selector("problem"), selector("evidence-row"), "body"],
      );
      const [state, problems, rows, body] = shown;
      const text = body?.join("\n").slice(0, 2000);
      return JSON.stringify(
        { browser: browserName, state, problems, rows, page: text, violations: seen.violations },
        null,
        1,
      );
    },

    openTab,
    close,
  };
  return loupe;
}

/** How long the detail of a file may take to show what belongs to it, in milliseconds. */
const FILE_PATIENCE_MS = 500;

/** What the menu of the case has: it is there only while the menu is open. */
const IN_CASE_MENU: ReadonlySet<string> = new Set(["rename-case", "delete-case", "about-button"]);

function selector(testid: string): string {
  return `[data-testid="${testid}"]`;
}

async function colourScheme(page: Page, dark: boolean): Promise<void> {
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
}

/** Runs in the page. */
function dropIntoPage(zone: string, files: { name: string; base64: string }[]): void {
  const dataTransfer = new DataTransfer();
  for (const { name, base64 } of files) {
    dataTransfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
  }
  const target = document.querySelector(zone);
  if (!target) throw new Error(`there is no ${zone}`);
  for (const type of ["dragenter", "dragover", "drop"]) {
    target.dispatchEvent(
      new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true, composed: true }),
    );
  }
}

async function dropFromOutside(page: Page, zone: string, paths: readonly string[]): Promise<void> {
  const box = await (await page.$(zone))?.boundingBox();
  if (!box) throw new Error(`there is no ${zone} to drop on`);
  const cdp = await page.createCDPSession(); // throws in Firefox, which has no such protocol
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await cdp.send("Input.dispatchDragEvent", { type, ...place, data });
  }
  await cdp.detach();
}
