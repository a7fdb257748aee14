import type { Activity } from "../forms/activity.ts";
import { evtxDump } from "../forms/event-json.ts";
import { xmlOf } from "../forms/event-xml.ts";

/* The ways in which programs write an event as the text of a field. */

type Value = string | number | boolean | null | readonly unknown[] | object;
/** How a language prints an object: what is between the members, and around names and texts. */
interface Language {
  readonly open: string;
  readonly close: string;
  readonly between: string;
  readonly sign: string;
  readonly name: (name: string) => string;
  readonly text: (text: string) => string;
}

const json = (value: unknown): string => JSON.stringify(value);
const single = (text: string): string =>
  `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}'`;
const asItIs = (text: string): string => text;
const PYTHON: Language = { open: "{", close: "}", between: ", ", sign: ": ", name: single, text: single };
const JSON5: Language = {
  ...PYTHON,
  close: ",}",
  name: (name) => (/^[A-Za-z_]\w*$/.test(name) ? name : json(name)),
  text: json,
};
const RUBY: Language = { ...PYTHON, sign: "=>", name: json, text: json };
const JAVA: Language = { ...PYTHON, sign: "=", name: asItIs, text: asItIs };
const GO: Language = { ...JAVA, open: "map[", close: "]", between: " ", sign: ":" };
const POWERSHELL: Language = { ...JAVA, open: "@{", between: "; " };

function printed(value: Value, language: Language): string {
  if (typeof value === "string") return language.text(value);
  if (Array.isArray(value))
    return `[${value.map((item) => printed(item as Value, language)).join(language.between)}]`;
  if (typeof value !== "object" || value === null) return value === null ? "null" : String(value);
  const members = Object.entries(value).map(
    ([name, item]) => `${language.name(name)}${language.sign}${printed(item as Value, language)}`,
  );
  return `${language.open}${members.join(language.between)}${language.close}`;
}

/** The header and the values of an event side by side. */
const row = (activity: Activity): Record<string, string | number> => ({
  EventID: activity.code,
  Channel: activity.channel,
  SourceName: activity.provider,
  ...Object.fromEntries(activity.data.map(({ name, value }) => [name, value])),
});
const listed = (
  activity: Activity,
  write: (name: string, value: string) => string,
  between: string,
): string =>
  Object.entries(row(activity))
    .map(([name, value]) => write(name, String(value)))
    .join(between);
const xml = (activity: Activity): string => xmlOf(activity, { quote: "'" });
const values = (activity: Activity): string => {
  const text = xml(activity);
  return text.slice(text.search(/<(?:Event|User)Data/), text.indexOf("</Event>"));
};
const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const hex = (text: string, encoding: BufferEncoding = "utf8"): string =>
  Buffer.from(text, encoding).toString("hex");
const base64 = (text: string, encoding: BufferEncoding = "utf8"): string =>
  Buffer.from(text, encoding).toString("base64");
const cef = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll("=", "\\=").replaceAll("\n", "\\n");
const part = (text: string, share: number): string => text.slice(0, Math.floor(text.length * share));

type Spelling = readonly [name: string, write: (activity: Activity) => string];

/** Spellings of a whole event that are read. */
export const WHOLE: readonly Spelling[] = [
  ["event XML", xml],
  ["event XML, escaped", (activity) => escaped(xml(activity))],
  ["event XML, escaped twice", (activity) => escaped(escaped(xml(activity)))],
  ["JSON", (activity) => json(evtxDump(activity))],
  ["Python", (activity) => printed(evtxDump(activity), PYTHON)],
  ["Python, a row", (activity) => printed(row(activity), PYTHON)],
  ["JSON5", (activity) => printed(evtxDump(activity), JSON5)],
  ["Ruby", (activity) => printed(evtxDump(activity), RUBY)],
  ["JSON with a comma too many", (activity) => json(row(activity)).replace(/\}$/, ",}")],
  ["base 16", (activity) => hex(xml(activity))],
  ["base 16 of JSON, with 0x", (activity) => `0x${hex(json(evtxDump(activity))).toUpperCase()}`],
  ["base 16 of UTF-16", (activity) => hex(xml(activity), "utf16le")],
  ["base 16 with signs between", (activity) => hex(xml(activity)).replace(/..(?=.)/g, "$&-")],
  ["base64", (activity) => base64(json(evtxDump(activity)))],
  ["base64 of UTF-16 with a mark", (activity) => base64(`\uFEFF${xml(activity)}`, "utf16le")],
  ["percent-encoding", (activity) => `a=1&event=${encodeURIComponent(json(evtxDump(activity)))}`],
];

/** Spellings, or parts, of an event that are reported where they are in another one. */
export const PARTIAL: readonly Spelling[] = [
  ["JSON, cut", (activity) => part(json(evtxDump(activity)), 0.9)],
  ["JSON of a row, cut", (activity) => part(json(row(activity)), 0.9)],
  ["JSON in a string literal, cut", (activity) => part(json(json(row(activity))), 0.9)],
  ["event XML, cut", (activity) => part(xml(activity), 0.8)],
  ["event XML, damaged", (activity) => xml(activity).replace("</Data>", "</Dat>")],
  ["values without a header", values],
  ["values without a header, escaped", (activity) => escaped(values(activity))],
  ["values without a header or names", (activity) => values(activity).replaceAll(/ Name='[^']*'/g, "")],
  ["values with a prefix", (activity) => values(activity).replaceAll(/(<\/?)(?=\w)/g, "$1e:")],
  [
    "CEF",
    (activity) =>
      `CEF:0|Microsoft|Microsoft Windows|10.0|${activity.provider}:${activity.code}|x|Low|externalId=${activity.code} ${listed(activity, (name, value) => `${name}=${cef(value)}`, " ")}`,
  ],
  [
    "CEF after a header",
    (activity) =>
      `<13>Mar 14 10:00:07 ws01 CEF:0|Microsoft|Sysmon|10.0|${activity.code}|x|Low|${listed(activity, (name, value) => `${name}=${cef(value)}`, " ")}`,
  ],
  [
    "LEEF",
    (activity) =>
      `LEEF:1.0|Microsoft|Windows|10.0|${activity.code}|${listed(activity, (name, value) => `${name}=${value}`, "\t")}`,
  ],
];

/** Spellings of names and values, which are reported where the names are known. */
export const NAMED: readonly Spelling[] = [
  ["Java", (activity) => printed(row(activity), JAVA)],
  ["Go", (activity) => printed(row(activity), GO)],
  ["PowerShell", (activity) => printed(row(activity), POWERSHELL)],
  [
    "pairs of Python",
    (activity) => listed(activity, (name, value) => `(${single(name)}, ${single(value)})`, ", "),
  ],
  ["YAML", (activity) => listed(activity, (name, value) => `${name}: ${value}`, "\n")],
  ["Format-List", (activity) => listed(activity, (name, value) => `${name.padEnd(20)} : ${value}`, "\r\n")],
  ["logfmt", (activity) => listed(activity, (name, value) => `${name.toLowerCase()}=${json(value)}`, " ")],
  ["a form", (activity) => listed(activity, (name, value) => `${name}=${encodeURIComponent(value)}`, "&")],
  [
    "a table of HTML",
    (activity) =>
      listed(activity, (name, value) => `<tr><td>${name}</td><td>${escaped(value)}</td></tr>`, ""),
  ],
  ["elements", (activity) => listed(activity, (name, value) => `<${name}>${escaped(value)}</${name}>`, "")],
  [
    "properties",
    (activity) =>
      listed(activity, (name, value) => `<Property Name="${name}" Type="x">${escaped(value)}</Property>`, ""),
  ],
];
