import type { CaseDiagnostics } from "../../case/index.ts";
import type { UnreadKind } from "../../formats/index.ts";
import { count, plural } from "../format.ts";
import { headerOnlyWords } from "./header-only.ts";
import { namesWords } from "./names.ts";
import type { Sentences } from "./sentences.ts";

const COPY_IT = "Copy it, and add the copy.";
const UNPACK_IT = "Unpack it and drop its content.";

/** The commands that export a log in a form that can be read. */
const EXPORT_LOG = "`wevtutil epl Security Security.evtx` exports the log itself";
const EXPORT_XML = "`wevtutil qe Security /f:xml > Security.xml` exports its events as XML";

/** What to add instead of a file that is no log. */
const LOGS_INSTEAD = `Add the event logs of that system instead: ${EXPORT_LOG}, and all of them are in C:\\Windows\\System32\\winevt\\Logs.`;

const UNREAD: Readonly<Record<UnreadKind, string>> = {
  zip: `Damaged zip archive. ${UNPACK_IT}`,
  "7z": "7-Zip archive, which Loupe cannot open. Unpack it (7-Zip, or `tar -xf` of Windows 11) and drop its content.",
  rar: "RAR archive, which Loupe cannot open. Unpack it (7-Zip, or `tar -xf` of Windows 11) and drop its content.",
  cab: "Cabinet archive, which Loupe cannot open. Unpack it with `expand -F:* file.cab folder` and drop its content.",
  zstd: "Compressed with Zstandard, which Loupe cannot open. Unpack it (7-Zip, or `zstd -d`) and drop its content.",
  bzip2:
    "Compressed with bzip2, which Loupe cannot open. Unpack it (7-Zip, or `bzip2 -dk`) and drop its content.",
  xz: "Compressed with xz, which Loupe cannot open. Unpack it (7-Zip, or `xz -dk`) and drop its content.",
  lz4: "Compressed with LZ4, which Loupe cannot open. Unpack it (`lz4 -d`) and drop its content.",
  hive: `Registry hive: the keys as they are, not the events that changed them. Not examined. ${LOGS_INSTEAD}`,
  "registry-export": `Export of registry keys (.reg): the keys as they are, not the events that changed them. Not examined. ${LOGS_INSTEAD}`,
  sqlite:
    "SQLite database, not a log. Not examined. If it is a case of a forensic tool, export its events from there as CSV or JSON.",
  program: `Program, not a log. Not examined. ${LOGS_INSTEAD}`,
  evt: "Event log of Windows XP or Server 2003 (EVT), which Loupe cannot read. Not examined. Convert it on Windows: `wevtutil epl old.evt new.evtx /lf:true`.",
  etl: "Event trace (ETL), which Loupe cannot read. Not examined. Convert it on Windows: `tracerpt trace.etl -o trace.evtx -of EVTX`.",
  journal:
    "Journal of systemd, from Linux. Loupe cannot read it. Not examined. Export it: `journalctl --file system.journal -o json > journal.ndjson`.",
  ese: `ESE database (such as SRUM, Windows Search or Active Directory), not a log. Not examined. ${LOGS_INSTEAD}`,
  prefetch: `Prefetch file, not a log. Not examined. ${LOGS_INSTEAD}`,
  shortcut: `Shortcut (LNK), not the file that it leads to. Not examined. Add that file itself.`,
  "file-table": `Table of files of an NTFS volume ($MFT), not a log. Not examined. ${LOGS_INSTEAD}`,
  picture:
    "Picture, such as a screenshot. Not examined. Export the events as EVTX, XML, CSV or JSON: in Event Viewer, “Save All Events As…”.",
  encrypted: "Encrypted file. Not examined. Decrypt it, and add the result.",
  erased:
    "As far as Loupe looked, the file is one byte over and over (0x00 or 0xFF): it was not written or not copied in full. Not examined. Copy or export it again.",
  excel:
    "Excel workbook or other spreadsheet. Not examined. Save the sheet as “CSV UTF-8” (File, Save As), or better, export the events again without Excel, which cuts long values.",
  office:
    "Word or other Office document, not a log. Not examined. Export the events as EVTX, XML, CSV or JSON: in Event Viewer, “Save All Events As…”.",
  ole: "Document of an older Office (xls, doc, msg). Not examined. If it is a table of events, open it in Excel and save it as “CSV UTF-8” (File, Save As).",
  rtf: "RTF document, not a log. Not examined. Export the events as EVTX, XML, CSV or JSON: in Event Viewer, “Save All Events As…”.",
  pdf: "PDF document, not a log. Not examined. Export the events as EVTX, XML, CSV or JSON: in Kibana, Share, “CSV”, and in Event Viewer, “Save All Events As…”.",
  pst: "Outlook mailbox (PST or OST). Not examined. Save the attachments that are logs, and drop those.",
  pcap: `Network capture (pcap), not a log. Not examined. ${LOGS_INSTEAD}`,
  "memory-dump":
    "Memory dump, not a log. Not examined. Extract the event logs with a memory forensics tool (Volatility 3: windows.filescan, then windows.dumpfiles), and drop those.",
  "disk-image": "Disk image. Not examined. Mount it, and drop the folder Windows\\System32\\winevt\\Logs.",
  parquet: "Parquet table, which Loupe cannot read. Not examined. Export the events as CSV or NDJSON.",
  avro: "Avro file, as Azure Event Hubs captures and Kafka stores records. Loupe cannot read it. Not examined. Convert it to JSON lines (`avro-tools tojson file.avro > file.ndjson`), and add the result.",
  orc: "ORC table, which Loupe cannot read. Not examined. Export the events as CSV or NDJSON.",
  arrow: "Arrow or Feather table, which Loupe cannot read. Not examined. Export the events as CSV or NDJSON.",
  msgpack:
    "This looks like MessagePack, as fluentd and Fluent Bit store records. Loupe cannot read it. Not examined. Write the records as JSON lines: `format json` in Fluentd, `Format json_lines` in Fluent Bit.",
  python:
    "This looks like Python's own spelling of objects, not JSON. Not examined. Write it with json.dumps, one event per line, and add the result.",
  "json-like":
    "This looks like JSON5 or JavaScript: JSON with names without quotes. Not examined. Write it as plain JSON (JSON.stringify), and add the result.",
  base64:
    "Text in base64. Not examined. Decode it (`base64 -d`, or `certutil -decode in.txt out.evtx` on Windows), and add the result.",
  "quoted-printable":
    "Text in the quoted-printable encoding of e-mail. Not examined. Save the attachment from a mail program, and add that.",
  mail: "E-mail message. Not examined. Save its attachments from a mail program, and add those.",
  "git-lfs":
    "Pointer of Git LFS: the file itself was not downloaded. Run `git lfs pull` in the repository, and add the file again.",
  clixml: `PowerShell objects (Export-Clixml), which Loupe cannot read. Not examined. Export the log instead: ${EXPORT_LOG}, and \`Get-WinEvent Security | ForEach-Object ToXml > Security.xml\` its events.`,
  "wevtutil-text": `Events as text (wevtutil /f:text), without the names of their values. Not examined. Export them again: ${EXPORT_XML}.`,
  "format-list": `PowerShell's list view (Format-List) of events, which is for the screen. Not examined. Export the log instead: ${EXPORT_LOG}.`,
  "format-table": `PowerShell's table view of events, which is for the screen and cuts values. Not examined. Export the log instead: ${EXPORT_LOG}.`,
  html: "Web page, not a log: perhaps the login page or an error page that was saved instead of a download. Not examined. Sign in, and download the export again.",
  markup: `XML without a Windows <Event>. Not examined. If it should contain events, export them again: ${EXPORT_XML}.`,
  binary:
    "Unsupported binary file. Not examined. If it contains events, export them as EVTX, XML, NDJSON or CSV.",
  syslog:
    "Syslog messages about Windows events (CEF, LEEF or Snare): they contain only some of an event's values. Not examined. Export the log itself: `wevtutil epl Security Security.evtx`, or with the name of another log.",
  "text-table":
    "Table for reading, as ES|QL and SQL write it with format=txt: long values are cut. Not examined. Ask for CSV or JSON instead: `POST /_query?format=csv`.",
  csv: "This looks like CSV, but not like a table of events that Loupe knows by its columns. Not examined. Export the events with all columns, or as NDJSON.",
  text: "Text file, but not JSON, event XML or CSV of events. Not examined. If it contains events, export them as EVTX, XML, NDJSON or CSV.",
};

const TOOLS: Readonly<Record<Exclude<CaseDiagnostics["selection"]["tool"], "loupe">, string>> = {
  chainsaw: "chainsaw",
  hayabusa: "hayabusa",
  zircolite: "Zircolite",
};

/** Diagnostics of a file as a whole, and of records in which no reader found a fault. */
export const FILE_SENTENCES: Sentences<
  CaseDiagnostics,
  | "unknown-format"
  | "other-content"
  | "empty"
  | "read-failed"
  | "changed"
  | "no-event"
  | "selection"
  | "rule-file"
  | "assumed-zone"
  | "doubtful-time"
  | "header-only"
  | "date-order"
  | "islamic-day"
  | "short-year"
  | "times-apart"
  | "unread-time"
  | "rule-failed"
  | "sequence-limit"
  | "scan-failed"
  | "cancelled"
> = {
  "unknown-format": ({ kind }) => UNREAD[kind],
  "other-content": (data) => {
    switch (data.kind) {
      case "unread":
        return `${plural(data.bytes, "byte")} from here on ${data.bytes === 1 ? "was" : "were"} not examined: Loupe found no events there in a form that it reads. This part looks like: ${UNREAD[data.seems]}`;
      case "harmless":
        return `${plural(data.bytes, "byte")} of text between the events, at ${plural(data.places, "place")}, such as a banner or a message of the exporting program. This is the first.`;
      case "too-many-forms":
        return `The file changes between JSON, CSV and XML so often that its last ${plural(data.bytes, "byte")} were not examined. Split the file by form, and add the parts.`;
    }
  },
  empty: ({ kind }) => {
    switch (kind) {
      case "file":
        return "The file is empty. If it should contain events, export it again.";
      case "white-space":
        return "The file contains only white space. If it should contain events, export it again.";
      case "archive":
        return "The archive is empty. If it should contain events, create it again.";
      case "table":
        return "The table has a header but no rows. If it should contain events, export it again.";
    }
  },
  "read-failed": (data, { offset }) => {
    if (data.kind === "second-read")
      return `The SHA-256 is unknown: the file could not be read a second time (${data.detail}).`;
    const read =
      offset === 0
        ? "Nothing of it was examined."
        : `The data before byte ${count(offset)} was examined, the rest was not.`;
    return `${readFailureWords(data)} ${read}`;
  },
  changed: (data) => {
    switch (data.kind) {
      case "size":
        return `The file had ${plural(data.added, "byte")} when it was added and ${count(data.read)} when it was read: something wrote to it in between. ${COPY_IT}`;
      case "between-reads":
        return `The file changed between the scan and the second read for its SHA-256, so the hash is not that of the bytes that were examined. ${COPY_IT}`;
    }
  },
  "no-event": (data) => {
    switch (data.kind) {
      case "records":
        return `No event in a format that Loupe knows: ${data.count === 1 ? "the record in this file has neither" : `the ${count(data.count)} records have neither`} @timestamp nor an event.* field, so no rule could match.`;
      case "list":
        return `This object is not an event, but its list ${JSON.stringify(data.name)} of ${plural(data.length, "object")} has events. The list was not examined. Extract it from the object, or write its objects one per line.`;
      case "apple-double":
        return "This is macOS metadata about another file in the archive, not evidence.";
      case "unread":
        return "This record has field names of an event, but Loupe does not know its form. It was not examined. Export the log itself: wevtutil epl Security Security.evtx (or the name of another log).";
      case "further":
        return "This record contains several events. The first was examined, the others were not. Write one event per line.";
      case "beside":
        return `This record holds another event, at ${JSON.stringify(data.path)}, which was not examined. Write the content of that field to a file of its own, one event per line, and add the file.`;
    }
  },
  selection: ({ tool }) =>
    tool === "loupe"
      ? 'This is a copy of Loupe\'s own database: its cases, with the events that rules selected, not the whole log. "No alerts" here says nothing about the events that it left out. Add the evidence itself.'
      : `These are results of ${TOOLS[tool]}: the events that its rules selected, not the whole log. "No alerts" here says nothing about the events that it left out. Add the event logs themselves, the .evtx files that it was run on.`,
  "rule-file": () =>
    "This is a file of detection rules, not evidence; see Rules. If it is not listed there, drop it by itself.",
  "assumed-zone": ({ zone, fromAnalyst }) =>
    fromAnalyst
      ? `Times without a time zone are read as ${zone}, as you set. This is the first record with such a time.`
      : "Times have no time zone from this record on; UTC is assumed, and they may be some hours off.",
  "doubtful-time": ({ occurs, count: events, zone }) => {
    const have = `${plural(events, "event")} ${events === 1 ? "has" : "have"} a time`;
    return occurs === "twice"
      ? `${have} that occurred twice in ${zone}, when the clocks were set back. The earlier one is used; the later one may be right.`
      : `${have} that did not occur in ${zone}, when the clocks were set forward: the time zone may be wrong. The zone's offset before the change is used.`;
  },
  "header-only": headerOnlyWords,
  "date-order": ({ count: events, readAs, why }) => {
    const have = `${plural(events, "event")} ${events === 1 ? "has" : "have"} a date in which day and month can be swapped, such as 3/4/2024`;
    const order = readAs === "day-first" ? "the day first" : "the month first";
    switch (why) {
      case "analyst":
        return `${have}. It is read with ${order}, as you set.`;
      case "unknown":
        return `${have}, and no other date in the file shows which comes first. It is read with ${order}: set the order if that is wrong.`;
      case "contradiction":
        return `${have}, and other dates in the file show another order. It is read with ${order}: compare the dates with another source, and set the order.`;
    }
  },
  "islamic-day": ({ count: events }) =>
    `${plural(events, "event")} ${events === 1 ? "has" : "have"} a date of the Islamic calendar without a weekday, whose variants differ by a day or two. It is read as Umm al-Qura, the calendar of Saudi Arabia: a time can be a day off. Export the times in ISO 8601 and UTC: 2024-03-13T15:40:13.988Z.`,
  "short-year": ({ count: events }) =>
    `${plural(events, "event")} ${events === 1 ? "has" : "have"} a date in numbers with a year of two digits, such as 25/4/21. It is read with the year last, but some languages write it first. If that is wrong, export the times in ISO 8601 and UTC: 2024-03-13T15:40:13.988Z.`,
  "times-apart": ({ count: events, days }) =>
    `${plural(events, "event")} of Sysmon ${events === 1 ? "has a time that is" : "have times that are"} ${plural(days, "day")} or so away from the one that Sysmon wrote in UTC. Dates in this file are probably of another calendar, or day and month are swapped. Events of Sysmon are sorted by their UTC time; all others in this file may have the wrong day. Set the order of day and month, or export the times in ISO 8601 and UTC: 2024-03-13T15:40:13.988Z.`,
  "unread-time": ({ count: events, text, field }) =>
    field !== undefined
      ? `${plural(events, "event")} ${events === 1 ? "has" : "have"} a ${field} that Loupe does not understand, such as ${JSON.stringify(text)}. The events are sorted by their own time all the same, but rules that compare ${field} cannot match on it. Export the times in ISO 8601 and UTC: 2024-03-13T15:40:13.988Z.`
      : `${plural(events, "event")} ${events === 1 ? "has" : "have"} a time that Loupe does not understand or that has several meanings, such as ${JSON.stringify(text)}. These events are examined, but are not sorted by time, and sequence rules cannot place them. If it names a zone that has several meanings, as CST does, set the zone of this file. Otherwise export the times in ISO 8601 and UTC: 2024-03-13T15:40:13.988Z.`,
  "rule-failed": ({ ruleId, reason }) => `Rule ${ruleId} could not be evaluated for this record: ${reason}`,
  "sequence-limit": ({ perRule, ...names }) =>
    `This file has more events for the sequence rules ${namesWords(names)} than Loupe keeps for them (${count(perRule)} per rule, fewer if many rules are as common). These rules did not look at the rest of the file: sequences may be missing, and one that must not be followed by some event may be wrong. Disable the rules that are this common, or split the file by time and examine the parts.`,
  "scan-failed": ({ detail }) =>
    `The scan of this file failed (${detail}). That is an error in Loupe, not in the file. Alerts found before are kept; the rest was not examined.`,
  cancelled: ({ kind }) => {
    switch (kind) {
      case "not-begun":
        return "The scan was stopped before this file. Add the file again to examine it.";
      case "while-scanning":
        return "The scan was stopped before the end of this file. Alerts found so far are kept; add the file again to examine all of it.";
      case "while-proving":
        return "The whole file was searched for the strings that rules require, but the scan was stopped before every record was checked and counted. The number of events is an estimate, damage would not have been noticed, and an alert may be missing where text is written with escapes. Add the file again to examine all of it.";
      case "before-hash":
        return "The SHA-256 is unknown: the scan was stopped before it was computed.";
      case "page-closed":
        return "The page was closed, or could not store its result, before the end of this file. Alerts found so far are kept; add the file again to examine all of it.";
      case "page-closed-before-hash":
        return "The page was closed before the SHA-256 was known. Add the file again to compute it.";
    }
  },
};

function readFailureWords(
  data: Exclude<CaseDiagnostics["read-failed"], { readonly kind: "second-read" }>,
): string {
  switch (data.kind) {
    case "gone":
      return "The browser can no longer read the file: it was changed, moved or deleted after you added it, or another program is using it. Copy it to another folder, and add the copy.";
    case "missing":
      return "The file is no longer there, or it is a folder that the browser cannot open. Add it again.";
    case "refused":
      return "The browser refuses to read the file. Copy it to another folder, and add the copy.";
    case "stalled":
      return `The file has stopped responding: its drive may be damaged or disconnected. ${COPY_IT}`;
    case "unreachable":
      return "The browser cannot reach the file. Add it again with the file picker.";
    case "other":
      return `The browser could not read the file (${data.detail}). ${COPY_IT}`;
  }
}
