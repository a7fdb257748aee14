import { expect, it } from "vitest";
import { treeFaults } from "../../tools/check-tree.ts";

const faults = (text: string, name = "a.ts") => treeFaults(new Map([[name, text]]), ["/srv/loupe"]);
// Put together here, or this file would be found too.
const home = ["", "home", "somebody", ""].join("/");

it.each([`x = "${home}a.ts"`, "see /srv/loupe/src", "cd /srv/loupe\n", `file://${home}a`])(
  "finds the path in %j",
  (text) => {
    expect(faults(text)).toHaveLength(1);
  },
);

it.each(["https://example.test" + home, "/srv/loupe-two/x", "a/srv/loupe/x", "C:\\Users\\somebody\\x"])(
  "finds no path in %j",
  (text) => {
    expect(faults(text)).toEqual([]);
  },
);

it("finds a registry in the lock file only", () => {
  const text = `{ "resolved": "https://registry.test/a.tgz" }`;
  expect(faults(text, "package-lock.json")).toEqual(["package-lock.json names a registry"]);
  expect(faults(text)).toEqual([]);
});
