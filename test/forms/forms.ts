import { COLLECTORS } from "./collectors.ts";
import { DEFENDER } from "./defender.ts";
import { ELASTIC } from "./elastic.ts";
import { ENDGAME } from "./endgame.ts";
import { EVENT_JSON } from "./event-json.ts";
import { EVENT_LOGS } from "./event-log.ts";
import { EVENT_XML } from "./event-xml.ts";
import type { Form } from "./form.ts";
import { POWERSHELL, SELECTED, VIEWER } from "./powershell.ts";
import { SHIPPERS } from "./shippers.ts";

/** Every form that Loupe reads. */
export const FORMS: readonly Form[] = [
  ...EVENT_LOGS,
  ...EVENT_XML,
  ...EVENT_JSON,
  ...POWERSHELL,
  ...SELECTED,
  ...VIEWER,
  ...SHIPPERS,
  ...COLLECTORS,
  ...ELASTIC,
  ...DEFENDER,
  ...ENDGAME,
];
