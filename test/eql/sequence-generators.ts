/** Random sequence queries, and events that match them often. */
import fc from "fast-check";

export interface SequenceEvent {
  readonly "@timestamp"?: string | number;
  readonly tag: string;
  readonly k?: string | number | readonly (string | number)[];
  readonly j?: string | readonly string[];
  readonly n?: number | string;
}

const TAGS = ["A", "B", "C", "M"] as const;
const condition = fc
  .oneof(
    { arbitrary: fc.constantFrom(...TAGS).map((tag) => `tag == "${tag}"`), weight: 5 },
    fc.constantFrom('tag in ("A", "B")', 'tag : ("b", "m")', "true"),
  )
  .map((test) => `[any where ${test}]`);

const positive = fc
  .tuple(condition, fc.constantFrom("", "", "", " with runs=2", " with runs=3"))
  .map((parts) => parts.join(""));
const missing = fc
  .tuple(condition, fc.constantFrom("", "", " with runs=2"))
  .map(([c, runs]) => `!${c}${runs}`);

/**
 * `sequence ...` accepted by the check, with shared or separate keys, optional keys, maxspan, runs, until and missing
 * events.
 */
export const sequenceQuery: fc.Arbitrary<string> = fc
  .record({
    by: fc.constantFrom("", " by k", " by ?k", " by k, ?j"),
    own: fc.constantFrom("", "", " by j", " by ?j"),
    span: fc.constantFrom(null, null, 1, 3, 8),
    terms: fc.array(positive, { minLength: 2, maxLength: 4 }),
    gaps: fc.array(fc.option(missing, { freq: 2 }), { minLength: 5, maxLength: 5 }),
    until: fc.option(condition, { freq: 1 }),
  })
  .map(({ by, own, span, terms, gaps, until }) => {
    const parts: string[] = [];
    for (let i = 0; i <= terms.length; i++) {
      const gap = gaps[i];
      // A missing event needs a maxspan.
      if (span !== null && gap !== null && gap !== undefined) parts.push(gap);
      if (i < terms.length) parts.push(terms[i]!);
    }
    // `by` comes between an event and its `with runs`.
    const keyed = parts.map((part) => part.replace("]", `]${own}`));
    const end = until === null ? "" : ` until ${until}${own}`;
    return `sequence${by}${span === null ? "" : ` with maxspan=${span}s`} ${keyed.join(" ")}${end}`;
  });

/** Only a few instants, so that many events are simultaneous; some events have no readable time. */
const time = fc.oneof(
  { arbitrary: fc.nat(12).map((s) => s * 1000), weight: 6 },
  { arbitrary: fc.nat(12).map((s) => new Date(s * 1000).toISOString()), weight: 2 },
  {
    arbitrary: fc.tuple(fc.nat(9), fc.nat(3)).map(([s, ns]) => `1970-01-01T00:00:0${s}.00000000${ns}Z`),
    weight: 2,
  },
  { arbitrary: fc.constantFrom("yesterday", undefined), weight: 1 },
);
const key = fc.oneof(
  { arbitrary: fc.constantFrom<string | number>("x", "y", "2", 2), weight: 4 },
  { arbitrary: fc.constantFrom(["x", "y"], ["y", "x", "x"], ["x"], []), weight: 1 },
);

export const sequenceEvent: fc.Arbitrary<SequenceEvent> = fc
  .record(
    {
      time,
      tag: fc.constantFrom(...TAGS),
      k: fc.option(key, { nil: undefined, freq: 8 }),
      j: fc.option(fc.constantFrom<string | string[]>("p", "q", ["p", "q"]), { nil: undefined, freq: 4 }),
      n: fc.constantFrom<number | undefined>(undefined, 1, 2, 10),
    },
    { noNullPrototype: true },
  )
  .map(
    ({ time: at, ...rest }) => ({ ...rest, ...(at !== undefined && { "@timestamp": at }) }) as SequenceEvent,
  )
  .map((event) => JSON.parse(JSON.stringify(event)) as SequenceEvent);
