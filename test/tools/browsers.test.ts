import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { browserPath, ensureBrowsers, findBrowser } from "../../tools/browsers.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "loupe-path-"));
  vi.stubEnv("PATH", folder);
  for (const variable of ["CHROME_PATH", "CHROMIUM_PATH", "FIREFOX_PATH"]) vi.stubEnv(variable, "");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function program(name: string, text = ""): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

describe("finding a browser", () => {
  it("uses the one named by the environment, otherwise the first known name on the PATH", () => {
    program("google-chrome");
    const chromium = program("chromium");
    const firefox = program("firefox");
    expect(findBrowser("chromium")).toBe(chromium);
    expect(browserPath("firefox")).toBe(firefox);
    vi.stubEnv("CHROMIUM_PATH", "/opt/other");
    expect(findBrowser("chromium")).toBe("/opt/other");
  });

  it("skips a file that is not executable, and says what to do if there is none", () => {
    writeFileSync(join(folder, "firefox"), "");
    expect(findBrowser("firefox")).toBeUndefined();
    expect(() => browserPath("firefox")).toThrow(
      /need firefox: install it .* or name its program in FIREFOX_PATH/,
    );
  });
});

const mayInstall = process.getuid?.() === 0 && existsSync("/etc/debian_version");

describe("ensuring that both browsers are installed", () => {
  it("does nothing if they are", () => {
    program("chromium");
    program("firefox");
    program("apt-get", "#!/bin/sh\nexit 1\n");
    expect(ensureBrowsers).not.toThrow();
  });

  it.runIf(mayInstall)("installs missing browsers as root on Debian", () => {
    const log = join(folder, "log");
    const install = `for b in chromium firefox-esr; do : > ${folder}/$b; /bin/chmod 755 ${folder}/$b; done`;
    program(
      "apt-get",
      `#!/bin/sh\necho "$DEBIAN_FRONTEND $*" >> ${log}\n[ "$1" = update ] || { ${install}; }\n`,
    );
    ensureBrowsers();
    expect(readFileSync(log, "utf8")).toBe(
      "noninteractive update\nnoninteractive install -y --no-install-recommends chromium firefox-esr\n",
    );
    expect(findBrowser("firefox")).toBe(join(folder, "firefox-esr"));
  });

  it("names a browser that is missing and cannot be installed", () => {
    program("chromium");
    program("apt-get", "#!/bin/sh\nexit 1\n");
    expect(ensureBrowsers).toThrow(/need firefox:/);
  });
});
