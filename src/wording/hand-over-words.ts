import { visiblePieces } from "../explain/index.ts";
import {
  type Adapted,
  ALL_INDICES,
  type BulkOfFile,
  LONGEST_KEYWORD,
  LONGEST_OTHER,
  MOST_FIELDS,
  MOST_NAMES,
  MOST_RESULTS,
  NOTHING_ADAPTED,
  OTHER_FIELDS,
  OTHER_INDEX,
} from "../export/index.ts";
import { bytes, count, plural } from "./format.ts";

/** A file of the case in a hand-over. */
export interface HandedFile extends BulkOfFile {
  readonly path: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** The names of the files that its events are in. */
  readonly parts: readonly string[];
}

export interface HandOverFacts {
  readonly version: string;
  readonly caseName: string;
  readonly files: readonly HandedFile[];
  /** Paths of files that are not at hand. */
  readonly away: readonly string[];
  /** Paths of files with the content of another. */
  readonly repeated: readonly string[];
  readonly rules: number;
  readonly queries: readonly { readonly file: string; readonly title: string; readonly isWider: boolean }[];
  /** Fields that rules name and that cannot be kept under their names. */
  readonly unreachable: readonly string[];
}

/** The README of a hand-over to a cluster, in Markdown. What comes from evidence and rules is in blocks of code, as text. */
export function handOverReadme(facts: HandOverFacts): string {
  const sections = [...sectionsOf(facts)].map((section) => section.replace(/^\n+|\s+$/g, ""));
  return `${sections.join("\n\n")}\n`;
}

function* sectionsOf(facts: HandOverFacts): Generator<string, void> {
  const { version, caseName, files } = facts;
  const events = sum(files, (file) => file.events);
  yield "# A case for Elasticsearch";
  yield block([`case    ${shown(caseName)}`, `Loupe   ${version}`, `events  ${count(events)}`]);
  yield `This folder hands the events, the rules and the EQL queries of a case over to a cluster. **No cluster was run to check it.** The files follow Elastic's documentation, and the same rules have the same matches in these documents as in the evidence, when Loupe reads them.

It needs Elasticsearch and Kibana 8.14 or later, \`curl\`, and an API key that may manage index templates, write to \`${ALL_INDICES}\`, and import rules.`;
  yield commands();
  yield reruns(files);
  yield findings(facts);
  yield indices(files);
  yield fileList(facts);
  yield adaptations(facts);
}

function commands(): string {
  return `## Four commands

\`\`\`sh
ES=https://localhost:9200
KIBANA=https://localhost:5601
KEY="Authorization: ApiKey PUT-YOURS-HERE"

# 1. How fields are indexed. This comes first: an index that is there keeps its mapping.
curl -H "$KEY" -X PUT "$ES/_index_template/loupe" \\
  -H "Content-Type: application/json" --data-binary @index-template.json

# 2. The events. Each answer should be {"errors":false}.
for part in bulk/*.ndjson; do
  curl -H "$KEY" -X POST "$ES/_bulk?filter_path=errors,items.*.error" \\
    -H "Content-Type: application/x-ndjson" --data-binary "@$part"
done

# 3. The rules. They are off until somebody enables them. One that is there already stays as it is.
curl -H "$KEY" -X POST "$KIBANA/api/detection_engine/rules/_import" \\
  -H "kbn-xsrf: true" --form file=@rules.ndjson

# 4. The EQL queries, over all that was handed over.
for query in eql/*.json; do
  echo "$query"
  curl -H "$KEY" -X POST "$ES/${ALL_INDICES}/_eql/search" \\
    -H "Content-Type: application/json" --data-binary "@$query"
done
\`\`\``;
}

function reruns(files: readonly HandedFile[]): string {
  const hashes = files.map(({ sha256 }) => sha256);
  return `## Once more, and away again

The id of a document is a hash of its file's SHA-256 and of its place there. Handing over twice doubles nothing. This deletes the events of the case:

\`\`\`sh
curl -H "$KEY" -X POST "$ES/${ALL_INDICES}/_delete_by_query" -H "Content-Type: application/json" \\
  --data-binary @- <<'END'
${JSON.stringify({ query: { terms: { "loupe.file.hash.sha256": hashes } } })}
END
\`\`\``;
}

function findings({ rules, queries, unreachable }: HandOverFacts): string {
  const wider = queries.filter(({ isWider }) => isWider);
  return `## What a cluster finds

\`rules.ndjson\` has the rules that were on and ran, ${count(rules)} of them, with the exceptions that came with them.

- A rule searches the indices that it names. Loupe examines every event with every rule.
- A rule looks back for minutes only (\`from\`), but evidence is old. Run it by hand over the time of the evidence (*Manual run*, from Kibana 8.15 on), or use its EQL query.
- A run raises at most \`max_signals\` alerts, 100 unless the rule says otherwise. Loupe raises all.
- A query returns at most ${count(MOST_RESULTS)} results. It has neither the schedule of its rule nor its filters and exceptions.
- Events of the same millisecond are in the order in which they were written, if one client writes one part after the other.
- Verdicts, notes and the exceptions that were made in Loupe are not handed over.
${queries.length === 0 ? "" : `\n${block(queries.map(({ file, title, isWider }) => `${file}  ${shown(title)}${isWider ? "  (its rule has filters or exceptions)" : ""}`))}\n`}${
    wider.length === 0
      ? ""
      : `\n${plural(wider.length, "query", "queries")} may find more than Loupe, as the ${wider.length === 1 ? "rule has" : "rules have"} filters or exceptions.\n`
  }${
    unreachable.length === 0
      ? ""
      : `\nThese fields of rules cannot be searched there under their names:\n\n${block(unreachable.map(shown))}\n`
  }`;
}

function indices(files: readonly HandedFile[]): string {
  const events = new Map<string, number>();
  for (const file of files)
    for (const [name, of] of file.indices) events.set(name, (events.get(name) ?? 0) + of);
  const lines = [...events]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, of]) => `${name}  ${plural(of, "event")}`);
  return `## Indices

Each is named as Elastic's integrations and Beats name theirs, with a namespace of its own. They are plain indices.

${block(lines.length === 0 ? ["no events"] : lines)}
${
  events.has(OTHER_INDEX)
    ? `\nThe events in \`${OTHER_INDEX}\` name no data set that Loupe knows. Rules for the index that they came from do not search them.\n`
    : ""
}`;
}

function fileList({ files, away, repeated }: HandOverFacts): string {
  const lines = files.flatMap((file) => [
    `${file.sha256}  ${shown(file.path)}`,
    `    ${partsWords(file)}${missingWords(file)
      .map((words) => `; ${words}`)
      .join("")}`,
  ]);
  const lists = [
    away.length === 0
      ? ""
      : `**Not handed over**, since the browser did not let Loupe read ${away.length === 1 ? "it" : "them"} again. Give the files back in Evidence, and hand over once more:\n\n${block(away.map(shown))}`,
    repeated.length === 0
      ? ""
      : `Left out, as ${repeated.length === 1 ? "its content is" : "their contents are"} that of another file:\n\n${block(repeated.map(shown))}`,
  ];
  return `## Files\n\n${[block(lines.length === 0 ? ["no files"] : lines), ...lists].filter((text) => text !== "").join("\n\n")}`;
}

function partsWords({ events, parts }: HandedFile): string {
  if (parts.length === 0) return plural(events, "event");
  const [first, last] = [parts[0]!, parts.at(-1)!];
  return `${plural(events, "event")} in ${first}${last === first ? "" : ` to ${last}`}`;
}

/** What of a file is not among the events. */
function missingWords({ readable, lost, headerOnly, locked, tooLarge }: HandedFile): string[] {
  return [
    ...(readable ? [] : ["NOTHING COULD BE READ"]),
    ...(lost > 0 ? [`${plural(lost, "piece")} COULD NOT BE READ`] : []),
    ...(headerOnly > 0 ? [`of ${plural(headerOnly, "event")} only the header could be read`] : []),
    ...(locked.length > 0 ? [`${plural(locked.length, "file")} in it LOCKED with a password`] : []),
    ...(tooLarge.length > 0
      ? [
          `LEFT OUT as too large for a request, at byte ${tooLarge.slice(0, 20).join(", ")}${tooLarge.length > 20 ? ", …" : ""}`,
        ]
      : []),
  ];
}

/** What was done to values, and how many. */
const ADAPTED: Readonly<Record<keyof Adapted, (n: number) => string>> = {
  moved: (n) =>
    `${plural(n, "field")} ${was(n)} moved to \`${OTHER_FIELDS}\` with ${n === 1 ? "its name" : "their names"}: a name is either an object or a value in an index, and only known objects and what the rules name keep their place. Names with empty parts are among them.`,
  unfit: (n) =>
    `${plural(n, "value")} ${was(n)} moved there because ${n === 1 ? "it is" : "they are"} not of the type of ${n === 1 ? "its" : "their"} field: a date that is none, text in a number.`,
  surplus: (n) =>
    `${plural(n, "field")} ${was(n)} moved there from documents with more than ${count(MOST_FIELDS)} fields.`,
  dates: (n) => `${plural(n, "date")} ${was(n)} written as ISO 8601; the moment is the same.`,
  mended: (n) => `In ${plural(n, "text")} halves of characters were replaced by U+FFFD.`,
  long: (n) =>
    `${plural(n, "value")} ${n === 1 ? "is" : "are"} stored, but too long to be found there: more than ${count(LONGEST_KEYWORD)} characters, in \`${OTHER_FIELDS}\` more than ${count(LONGEST_OTHER)}.`,
  timeless: (n) =>
    `${plural(n, "event")} without a time by which a cluster could order ${n === 1 ? "it" : "them"}: rules that run on a schedule do not see ${n === 1 ? "it" : "them"}.`,
};

function adaptations({ files }: HandOverFacts): string {
  const kinds = Object.keys(NOTHING_ADAPTED) as (keyof Adapted)[];
  const lines = kinds
    .map((kind) => [kind, sum(files, ({ adapted }) => adapted[kind])] as const)
    .filter(([, n]) => n > 0)
    .map(([kind, n]) => `- ${ADAPTED[kind](n)}`);
  const names = new Set(files.flatMap((file) => file.names));
  if (names.size > MOST_NAMES)
    lines.push(
      `- The events have more than ${count(MOST_NAMES)} different fields. An index has no more: later ones are stored, but not found. Those that rules name are found.`,
    );
  return `## What was adapted

Elasticsearch takes every document. ${lines.length === 0 ? "Nothing had to be changed for that." : "For that:"}

${lines.join("\n")}`;
}

function was(n: number): string {
  return n === 1 ? "was" : "were";
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}

/** A block of code: whatever its lines hold is text. */
function block(lines: readonly string[]): string {
  return lines.map((line) => `    ${line}`).join("\n");
}

/** A text on one line, with signs for what is invisible in it. */
function shown(text: string): string {
  return visiblePieces(text)
    .map((piece) => piece.shown ?? piece.text)
    .join("");
}

/** What the page says after a hand-over. */
export function handedOverWords(events: number, files: number, incomplete: number): string {
  const handed = `${plural(events, "event")} of ${plural(files, "file")} ${events === 1 ? "is" : "are"} in the archive.`;
  return incomplete === 0
    ? handed
    : `${handed} Of ${plural(incomplete, "file")} something is missing: the README in it says what.`;
}

/** How far a hand-over is. */
export function handingOverWords(done: number, total: number): string {
  return `${bytes(done)} of ${bytes(total)} read`;
}
