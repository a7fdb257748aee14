import { mount } from "svelte";
import "./ui/app.css";
import "./ui/print.css";
import AppView from "./ui/App.svelte";
import { App } from "./app/index.ts";
import { openAddress } from "./ui/frame/address.ts";
import { keptName } from "./ui/frame/kept-name.ts";
import { browserWorkers } from "./app/workers/index.ts";
import { loadingWords, upgradeWords } from "./wording/index.ts";

/**
 * Under Trusted Types a worker's address must come from a policy. This one lets only blob: through, which is what
 * the page's own code is given to its workers as; markup and scripts from strings have no way in at all.
 */
interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): unknown;
}
const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypesFactory };
trustedTypes?.createPolicy("default", {
  createScriptURL(url) {
    if (!url.startsWith("blob:")) throw new TypeError("Only the page's own workers may be started.");
    return url;
  },
});

const target = document.getElementById("app")!;
const status = document.createElement("p");
status.className = "notice";
status.role = "status";
function say(testid: string, words: string): void {
  status.dataset["testid"] = testid;
  status.textContent = words;
  if (!status.isConnected) target.replaceChildren(status);
}
const app = await App.start(browserWorkers, {
  upgrading: (progress) => say("upgrade-progress", upgradeWords(progress)),
  loading: (progress) => say("loading-progress", loadingWords(progress)),
});
target.replaceChildren();
app.analyst = keptName();
openAddress(app);
mount(AppView, { target, props: { app } });
