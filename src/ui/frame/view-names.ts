import type { View } from "../../app/index.ts";

/** What each view is called, and the key that follows `g` to show it. */
export const VIEW_NAMES: Readonly<Record<View, { readonly title: string; readonly key: string }>> = {
  overview: { title: "Overview", key: "o" },
  alerts: { title: "Alerts", key: "a" },
  events: { title: "Events", key: "e" },
  hunt: { title: "Hunt", key: "h" },
  evidence: { title: "Evidence", key: "v" },
  rules: { title: "Rules", key: "r" },
  report: { title: "Report", key: "p" },
  about: { title: "About Loupe", key: "i" },
};
