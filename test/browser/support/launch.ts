import { mkdirSync } from "node:fs";
import { join } from "node:path";
import puppeteer, { type Browser, type LaunchOptions } from "puppeteer-core";
import { browserPath, type BrowserName } from "../../../tools/browsers.ts";

export interface LaunchChoices {
  /** The folder of the profile. Its content survives the browser. */
  readonly profile: string;
  readonly downloads: string;
  readonly proxyPort: number;
  /** The host and port that are reached directly, not through the proxy. */
  readonly reached?: string;
  readonly dark: boolean;
}

export function launch(name: BrowserName, choices: LaunchChoices): Promise<Browser> {
  mkdirSync(choices.profile, { recursive: true });
  return puppeteer.launch({
    ...(name === "chromium" ? chromium(choices) : firefox(choices)),
    executablePath: browserPath(name),
    headless: true,
    handleSIGTERM: false, // it would end the browser and keep this process
    userDataDir: choices.profile,
    defaultViewport: { width: 1400, height: 900 },
    protocolTimeout: 120_000,
    timeout: 60_000,
  });
}

function chromium({ profile, downloads, proxyPort, reached }: LaunchChoices): LaunchOptions {
  return {
    browser: "chrome",
    // In the C locale Chromium silently omits files whose names are not ASCII. It keeps a socket in the folder for
    // temporary files, which a killed browser would leave there.
    env: { ...process.env, LC_ALL: "C.UTF-8", TMPDIR: profile },
    downloadBehavior: { policy: "allow", downloadPath: downloads },
    args: [
      "--no-sandbox", // build containers run as root
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--proxy-server=http://127.0.0.1:${proxyPort}`,
      // The loopback interface is reached without a proxy unless it is removed from the list.
      `--proxy-bypass-list=${["<-loopback>", reached].filter(Boolean).join(";")}`,
    ],
  };
}

function firefox({ profile, downloads, proxyPort, reached, dark }: LaunchChoices): LaunchOptions {
  const home = join(profile, "home");
  mkdirSync(home, { recursive: true });
  return {
    browser: "firefox",
    // Firefox refuses to run as root in another user's home.
    env: { ...process.env, HOME: home },
    extraPrefsFirefox: {
      // puppeteer and Firefox's own remote agent both disable this, which gives every local page access to the files
      // of the others, and another IndexedDB than users have. If it is set here, both leave it alone; harness.test.ts
      // checks it.
      "security.fileuri.strict_origin_policy": true,
      // puppeteer passes downloadBehavior to Chromium only.
      "browser.download.folderList": 2,
      "browser.download.dir": downloads,
      "browser.download.useDownloadDir": true,
      "browser.download.alwaysOpenPanel": false,
      "browser.download.always_ask_before_handling_new_types": false,
      // puppeteer emulates media features over CDP only, so here the colour scheme is fixed when the browser starts.
      "layout.css.prefers-color-scheme.content-override": dark ? 0 : 1,
      "network.proxy.type": 1,
      "network.proxy.http": "127.0.0.1",
      "network.proxy.http_port": proxyPort,
      "network.proxy.ssl": "127.0.0.1",
      "network.proxy.ssl_port": proxyPort,
      "network.proxy.allow_hijacking_localhost": true,
      "network.proxy.no_proxies_on": reached ?? "",
    },
  };
}
