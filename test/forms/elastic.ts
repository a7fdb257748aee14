import type { Activity } from "./activity.ts";
import { type Form, lines, type FormLoss } from "./form.ts";
import { type Generation, indexed } from "./indexed.ts";
import { discover, type Document, fieldsOf, hit, response } from "./out-of-elastic.ts";
import { DUMPS } from "./dumps.ts";

/* Documents mapped by Winlogbeat's modules, as Elasticsearch and Kibana export them. */

const NOT_MAPPED: FormLoss = {
  rules: [],
  why: "Elastic's module gives event 4657 no registry.path: its rule does not see it",
};
const NO_TEXT: FormLoss = {
  rules: ["key-touched"],
  why: "before 8.3 the module had no data for values that are text",
};
const NO_USER: FormLoss = {
  rules: [DUMPS],
  why: "the 7.x module has no account, so the exclusion cannot apply",
};

const LOSSES: Readonly<Record<Generation, Readonly<Record<string, FormLoss>>>> = {
  "7.17": { "DumpType 2 as text": NO_TEXT, "DumpType 2 by svchost.exe": NO_USER },
  "8.2": { "DumpType 2 as text": NO_TEXT, "DumpType 2 audited": NOT_MAPPED },
  "8.12": { "DumpType 2 audited": NOT_MAPPED },
};
const LATEST = { losses: LOSSES["8.12"] };

const latest = (activities: readonly Activity[]): Document[] =>
  activities.map((activity) => indexed(activity, "8.12"));

const generation = (name: Generation): Form => ({
  name: `Winlogbeat ${name} with its modules, one document a line`,
  format: "NDJSON",
  losses: LOSSES[name],
  write: (activities) => lines(activities.map((activity) => indexed(activity, name))),
});

export const ELASTIC: readonly Form[] = [
  generation("7.17"),
  generation("8.2"),
  generation("8.12"),
  {
    ...LATEST,
    name: "elasticdump",
    format: "NDJSON",
    write: (activities) => lines(latest(activities).map(hit)),
  },
  {
    ...LATEST,
    name: "elasticdump with fields",
    format: "NDJSON",
    write: (activities) => lines(latest(activities).map(fieldsOf)),
  },
  {
    ...LATEST,
    name: "an Elasticsearch bulk body",
    format: "NDJSON",
    notEvents: true,
    write: (activities) =>
      lines(
        latest(activities).flatMap((document, i) => [
          { create: { _index: "winlogbeat", _id: `${i}` } },
          document,
        ]),
      ),
  },
  {
    ...LATEST,
    name: "a search response",
    format: "Elasticsearch response",
    write: (activities) => JSON.stringify(response(latest(activities).map(hit))),
  },
  {
    ...LATEST,
    name: "a pretty search response with fields, not _source",
    format: "Elasticsearch response",
    write: (activities) => JSON.stringify(response(latest(activities).map(fieldsOf)), null, 2),
  },
  {
    ...LATEST,
    name: "an EQL search response",
    format: "Elasticsearch response",
    write: (activities) =>
      JSON.stringify({
        is_partial: false,
        is_running: false,
        took: 2,
        timed_out: false,
        hits: { total: { value: activities.length, relation: "eq" }, events: latest(activities).map(hit) },
      }),
  },
  {
    ...LATEST,
    name: "hits in one array",
    format: "JSON",
    write: (activities) => JSON.stringify(latest(activities).map(hit), null, 2),
  },
  {
    ...LATEST,
    name: "Kibana Discover CSV",
    format: "CSV of Kibana Discover",
    write: (activities) => discover(latest(activities), false),
  },
  {
    ...LATEST,
    name: "Kibana Discover CSV with guarded formulas",
    format: "CSV of Kibana Discover",
    write: (activities) => discover(latest(activities), true),
  },
];
