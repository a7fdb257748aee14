import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

export type BrowserName = "chromium" | "firefox";
export const browserNames: readonly BrowserName[] = ["chromium", "firefox"];

const wanted = {
  chromium: {
    variables: ["CHROME_PATH", "CHROMIUM_PATH"],
    commands: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
  },
  firefox: { variables: ["FIREFOX_PATH"], commands: ["firefox-esr", "firefox"] },
};

/** Returns the path of a browser: the one set in the environment, or else the first on the PATH. */
export function findBrowser(name: BrowserName): string | undefined {
  const { variables, commands } = wanted[name];
  for (const variable of variables) {
    const path = process.env[variable];
    if (path) return path;
  }
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  return commands.flatMap((command) => folders.map((folder) => join(folder, command))).find(isProgram);
}

/** Like findBrowser, but throws an error that says what to do if the browser is missing. */
export function browserPath(name: BrowserName): string {
  const path = findBrowser(name);
  if (path === undefined) throw new Error(missing([name]));
  return path;
}

/**
 * Makes sure that both browsers are installed, since the page must be tested in both. On a Debian-like system, as root
 * (a build container), the missing ones are installed; any other machine is left alone.
 *
 * @throws Error saying what to install
 */
export function ensureBrowsers(): void {
  const absent = () => browserNames.filter((name) => findBrowser(name) === undefined);
  if (absent().length > 0 && process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    apt("update");
    apt("install", "-y", "--no-install-recommends", "chromium", "firefox-esr");
  }
  if (absent().length > 0) throw new Error(missing(absent()));
}

function apt(...args: string[]): void {
  console.log(`apt-get ${args.join(" ")}`);
  spawnSync("apt-get", args, {
    stdio: "inherit",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function missing(names: readonly BrowserName[]): string {
  const variables = names.map((name) => wanted[name].variables[0]).join(" and ");
  return (
    `The browser tests need ${names.join(" and ")}: install it (Debian: apt-get install chromium firefox-esr) ` +
    `or name its program in ${variables}.`
  );
}
