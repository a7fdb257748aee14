import { type App, type View, VIEWS } from "../../app/index.ts";
import { plural } from "../../wording/index.ts";
import type { PaletteItem } from "../keys/index.ts";
import { VIEW_NAMES } from "./view-names.ts";
import type { Workbench } from "./workbench.ts";

/** What the palette finds: the views, what can be done, and the hosts, users and rules of the case. */
export function paletteItems(app: App, workbench: Workbench): PaletteItem[] {
  const { session } = app;
  const { columns } = session.case.alerts;
  const views: readonly View[] = [...VIEWS, "about"];
  const ofField = (group: string, field: string, column: "host" | "user"): PaletteItem[] =>
    columns
      .text(column)
      .texts.all.filter((text) => text !== "")
      .map((text) => ({
        id: `${column} ${text}`,
        group,
        label: text,
        note: "alerts",
        run: () => {
          session.view.only(field, text);
          app.show("alerts");
        },
      }));
  return [
    ...views.map((view) => ({
      id: `view ${view}`,
      group: "Views",
      label: VIEW_NAMES[view].title,
      keys: `g ${VIEW_NAMES[view].key}`,
      run: () => app.show(view),
    })),
    { id: "add files", group: "Actions", label: "Add evidence", run: () => workbench.pickFiles() },
    {
      id: "add folder",
      group: "Actions",
      label: "Add a folder of evidence",
      run: () => workbench.pickFolder(),
    },
    {
      id: "fold rail",
      group: "Actions",
      label: "Fold the rail, or show its names",
      run: () => workbench.foldRail(),
    },
    {
      id: "export case",
      group: "Actions",
      label: "Export this case as a file",
      run: () => app.caseFiles.choose(),
    },
    { id: "keys", group: "Actions", label: "Show all keys", keys: "?", run: () => workbench.showKeys() },
    ...ofField("Hosts with alerts", "host.name", "host"),
    ...ofField("Users with alerts", "user.name", "user"),
    ...session.view.ruleCounts.map(([ruleId, n]) => {
      const name = session.case.rules.get(ruleId)?.rule.name ?? ruleId;
      return {
        id: `rule ${ruleId}`,
        group: "Rules with alerts",
        label: name,
        note: plural(n, "alert"),
        run: () => {
          session.view.only("rule.name", name);
          app.show("alerts");
        },
      };
    }),
  ];
}
