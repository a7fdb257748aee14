import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "puppeteer-core";
import type { BrowserName } from "../../../tools/browsers.ts";
import { deadEndProxy, type DeadEndProxy } from "./dead-end-proxy.ts";
import { launch, type LaunchChoices } from "./launch.ts";

/** Tabs of one browser that share a storage, which is empty at first unless a profile was given. */
export interface BrowserSession {
  /** For files of the test. Removed with the session. */
  readonly scratch: string;
  readonly downloads: string;
  newPage(): Promise<Page>;
  /** What has left the browser since the session began: see `DeadEndProxy.asked`. */
  asked(): readonly string[];
  end(): Promise<void>;
}

/** Starts a browser for this session alone. */
export async function ownSession(
  name: BrowserName,
  choices: Omit<LaunchChoices, "profile" | "downloads" | "proxyPort"> & { readonly profile?: string },
): Promise<BrowserSession> {
  const started = await start(name, choices);
  return {
    scratch: started.scratch,
    downloads: started.downloads,
    newPage: () => started.browser.newPage(),
    asked: () => started.proxy.asked,
    end: () => started.close(),
  };
}

/** Browsers of this process that are ready for a session. */
const idle = new Map<BrowserName, StartedBrowser>();

/**
 * Takes a running browser, or starts one, and keeps it for the next session: starting Firefox takes five times as long
 * as opening the page. The storage of earlier sessions is gone or out of reach.
 */
export async function sharedSession(name: BrowserName): Promise<BrowserSession> {
  const kept = idle.get(name);
  idle.delete(name);
  const started = kept?.browser.connected ? kept : await start(name, { dark: false });
  const { browser, proxy, downloads } = started;
  // Each context of Firefox has a storage of its own. In Chromium such a context would be a private window, whose
  // storage is not the one that users have, so there the only storage is emptied.
  const context = name === "firefox" ? await browser.createBrowserContext() : browser.defaultBrowserContext();
  const scratch = mkdtempSync(join(tmpdir(), "loupe-test-"));
  const before = proxy.asked.length;
  return {
    scratch,
    downloads,
    newPage: () => context.newPage(),
    asked: () => proxy.asked.slice(before),
    async end() {
      removeFolder(scratch);
      try {
        await empty(name, context);
        for (const file of readdirSync(downloads)) rmSync(join(downloads, file));
        if (idle.has(name)) await started.close();
        else idle.set(name, started);
      } catch {
        await started.close(); // a tab that hangs or crashed must not disturb the next session
      }
    },
  };
}

async function empty(name: BrowserName, context: BrowserContext): Promise<void> {
  if (name === "firefox") return context.close();
  const pages = await context.pages();
  const blank = await context.newPage(); // without a tab, Chromium would end
  for (const page of pages) await page.close();
  const protocol = await blank.createCDPSession();
  await protocol.send("Storage.clearDataForOrigin", { origin: "file:///", storageTypes: "all" });
  await protocol.detach();
}

interface StartedBrowser {
  readonly browser: Browser;
  readonly proxy: DeadEndProxy;
  readonly scratch: string;
  readonly downloads: string;
  close(): Promise<void>;
}

async function start(
  name: BrowserName,
  choices: Omit<LaunchChoices, "profile" | "downloads" | "proxyPort"> & { readonly profile?: string },
): Promise<StartedBrowser> {
  const scratch = mkdtempSync(join(tmpdir(), "loupe-test-"));
  const downloads = join(scratch, "downloads");
  mkdirSync(downloads);
  const profile = choices.profile ?? join(scratch, "profile");
  const proxy = await deadEndProxy();
  let browser: Browser | undefined;
  const close = async () => {
    running.delete(abandon);
    try {
      await browser?.close();
    } finally {
      await proxy.close();
      removeFolder(scratch);
    }
  };
  const abandon = () => {
    const pid = browser?.process()?.pid;
    try {
      if (pid !== undefined) process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
    return scratch;
  };
  running.add(abandon);
  try {
    browser = await launch(name, { ...choices, profile, downloads, proxyPort: proxy.port });
    return { browser, proxy, scratch, downloads, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Kills a browser of this process, and returns its folder. */
type Abandon = () => string;
const running = new Set<Abandon>();

/*
 * A process that ends has browsers that are idle. Vitest ends it by a signal, after which there would be no `exit` event,
 * and half a second later by force (SIGKILL_TIMEOUT in Vitest): removing the folders is left to another process.
 */
process.once("SIGTERM", () => process.exit());
process.once("exit", () => {
  const folders = [...running].map((abandon) => abandon());
  if (folders.length === 0 || process.platform === "win32") return;
  spawn("sh", ["-c", 'sleep 2; rm -rf "$@"', "sh", ...folders], { detached: true, stdio: "ignore" }).unref();
});

export function removeFolder(folder: string): void {
  // A browser's helper processes may still be writing for a moment.
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
