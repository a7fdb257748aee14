import type { Activity } from "./activity.ts";
import { bare, type Form, utf16be, utf16le } from "./form.ts";

/* Event XML as written by four tools. */

const NAMESPACE = "http://schemas.microsoft.com/win/2004/08/events/event";

interface Style {
  readonly quote: string;
  readonly rendering?: boolean;
  readonly compact?: boolean;
}

const text = (value: string): string =>
  value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export function xmlOf(activity: Activity, { quote, rendering = false }: Style): string {
  const attribute = (name: string, value: string): string =>
    ` ${name}=${quote}${text(value).replaceAll(quote, quote === "'" ? "&apos;" : "&quot;")}${quote}`;
  const { data, userData, sid } = activity;
  const payload =
    userData === undefined
      ? `<EventData>${data.map(({ name, value }) => `<Data${attribute("Name", name)}>${text(value)}</Data>`).join("")}</EventData>`
      : `<UserData><${userData.name}${attribute("xmlns", userData.namespace)}>${data
          .map(({ name, value }) => `<${name}>${text(value)}</${name}>`)
          .join("")}</${userData.name}></UserData>`;
  return (
    `<Event${attribute("xmlns", NAMESPACE)}><System><Provider${attribute("Name", activity.provider)}${attribute("Guid", activity.providerGuid)}/>` +
    `<EventID>${activity.code}</EventID><Version>${activity.version}</Version><Level>${activity.level}</Level><Task>${activity.task}</Task>` +
    `<Opcode>${activity.opcode}</Opcode><Keywords>${activity.keywords}</Keywords><TimeCreated${attribute("SystemTime", activity.time)}/>` +
    `<EventRecordID>${activity.recordId}</EventRecordID><Correlation/><Execution${attribute("ProcessID", String(activity.pid))}${attribute("ThreadID", String(activity.tid))}/>` +
    `<Channel>${activity.channel}</Channel><Computer>${activity.computer}</Computer><Security${sid === null ? "" : attribute("UserID", sid)}/></System>` +
    payload +
    (rendering ? renderingOf(activity, attribute) : "") +
    `</Event>`
  );
}

function renderingOf(activity: Activity, attribute: (name: string, value: string) => string): string {
  const keywords = activity.channel === "Security" ? "<Keyword>Audit Success</Keyword>" : "";
  return (
    `<RenderingInfo${attribute("Culture", "en-US")}><Message>${text(activity.message)}</Message><Level>Information</Level>` +
    `<Task>${text(activity.taskText)}</Task><Opcode>Info</Opcode><Channel></Channel><Provider></Provider><Keywords>${keywords}</Keywords></RenderingInfo>`
  );
}

/** evtx_dump: indented, GUIDs without braces, six decimals, no `<a/>`. */
function indented(activity: Activity): string {
  const flat = xmlOf({ ...activity, time: activity.time.replace(/\dZ$/, "Z") }, { quote: '"' })
    .replaceAll(activity.providerGuid, bare(activity.providerGuid).toUpperCase())
    .replace(/<(\w+)([^<>]*)\/>/g, "<$1$2>\n    </$1>");
  return flat
    .replace(/<(System|EventData|UserData)>/g, "\n  <$1>")
    .replace(/<\/(System|EventData|UserData|Event)>/g, "\n  </$1>")
    .replace(/<(Provider|EventID|Version|Level|Task|Opcode|Keywords|TimeCreated)\b/g, "\n    <$1")
    .replace(
      /<(EventRecordID|Correlation|Execution|Channel|Computer|Security|Data|Subject\w+)\b/g,
      "\n    <$1",
    );
}

const DECLARATION = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n';
const viewer = (activities: readonly Activity[]): string =>
  `${DECLARATION}<Events>${activities.map((activity) => xmlOf(activity, { quote: "'", rendering: true })).join("")}</Events>`;
const wevtutil = (activities: readonly Activity[]): string =>
  activities.map((activity) => `${xmlOf(activity, { quote: "'" })}\r\n`).join("");

export const EVENT_XML: readonly Form[] = [
  { name: "wevtutil", format: "event XML", write: wevtutil },
  {
    name: "wevtutil, redirected by PowerShell",
    format: "event XML, UTF-16LE",
    write: (activities) => utf16le(wevtutil(activities)),
  },
  {
    name: "wevtutil /e:Events, rendered",
    format: "event XML",
    write: (activities) =>
      `<Events>\r\n${activities.map((activity) => `${xmlOf(activity, { quote: "'", rendering: true })}\r\n`).join("")}</Events>\r\n`,
  },
  { name: "Event Viewer XML", format: "event XML", write: (activities) => `\uFEFF${viewer(activities)}` },
  {
    name: "Event Viewer XML in UTF-16",
    format: "event XML, UTF-16LE",
    write: (activities) => utf16le(viewer(activities).replace("utf-8", "utf-16")),
  },
  {
    name: "Event Viewer XML in UTF-16, big-endian",
    format: "event XML, UTF-16BE",
    write: (activities) => utf16be(viewer(activities).replace("utf-8", "utf-16")),
  },
  {
    name: "evtx_dump",
    format: "event XML",
    write: (activities) =>
      activities
        .map(
          (activity, i) =>
            `Record ${i + 1}\n<?xml version="1.0" encoding="utf-8"?>\n${indented(activity)}\n\n`,
        )
        .join(""),
  },
  {
    name: "EvtxECmd --xml",
    format: "event XML",
    write: (activities) =>
      `\uFEFF${activities.map((activity) => `${xmlOf(activity, { quote: '"' })}\r\n`).join("")}`,
  },
];
