/** Random conditions and events that match each other often. */
import fc from "fast-check";

const FIELDS = ["a", "b", "c.d"];
const TEXTS = [
  "",
  "x",
  "X",
  "xy",
  "yx",
  "ab",
  "AB",
  "2",
  "02",
  "2.0",
  "true",
  "10.0.0.1",
  "é",
  "a\\b",
  'q"q',
];
/** Forms of a few instants, as in events and queries. The last is not a time. */
const DATES: readonly (string | number)[] = [
  "2021-03-04T05:06:07Z",
  "2021-03-04T05:06:07.000Z",
  "2021-03-04T06:06:07+01:00",
  "2021-03-04T05:06:07.0005Z",
  "2021-03-04T05:06:08Z",
  "2021-03-04",
  "2021-03",
  "1614834367000",
  "1614834367000.25",
  1614834367000,
  1614834366999,
  "soon",
];
const ADDRESSES = ["10.0.0.1", "::ffff:10.0.0.1", "10.0.0.2", "2001:db8::1", "2001:DB8:0::1", "here"];
const BLOCKS = ["10.0.0.0/8", "10.0.0.0/31", "2001:db8::/32", "::/0"];
const NUMBERS = ["0", "2", "10", "2.0", "1.5", "18014398509481985"];

const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;
const field = fc.constantFrom(...FIELDS);
const text = fc.constantFrom(...TEXTS).map(quoted);
const pattern = fc
  .array(fc.constantFrom("*", "?", "x", "Y", "ab", "2"), { minLength: 1, maxLength: 4 })
  .map((p) => quoted(p.join("")));
const list = (item: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(item, { minLength: 1, maxLength: 6 }).map((l) => `(${l.join(", ")})`);
const date = fc.constantFrom(...DATES).map((d) => (typeof d === "number" ? String(d) : quoted(d)));
const address = fc.constantFrom(...ADDRESSES, ...BLOCKS).map(quoted);
const number = fc.constantFrom(...NUMBERS);
const textCall = fc.constantFrom(
  "startsWith",
  "endsWith",
  "stringContains",
  "startsWith~",
  "endsWith~",
  "stringContains~",
);

/** Tests of typed fields. */
const typed: fc.Arbitrary<string> = fc
  .oneof(fc.tuple(fc.constant("@timestamp"), date, date), fc.tuple(fc.constant("d.ip"), address, address))
  .chain(([f, a, b]) =>
    fc.constantFrom(
      ...["==", "<", "<=", ">", ">="].flatMap((o) => [`${f} ${o} ${a}`, `${a} ${o} ${f}`]),
      // A list has one type, and `:` needs strings.
      ...(/^".*"$/.test(a) ? [`${f} : ${a}`, `${f} : ("x*", ${a})`] : []),
      ...(/^".*" ".*"$/.test(`${a} ${b}`) ? [`${f} in (${a}, ${b})`, `${f} in~ (${a}, ${b})`] : []),
    ),
  );

/** One test without null and not, on which the index and the script path must agree. */
export const leaf: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(field, fc.constantFrom("==", "<", "<=", ">", ">="), fc.oneof(text, number))
    .map((p) => p.join(" ")),
  fc.tuple(fc.oneof(text, number), fc.constantFrom("==", "<", ">="), field).map((p) => p.join(" ")),
  fc.tuple(field, fc.constantFrom("in", "in~"), list(text)).map((p) => p.join(" ")),
  fc.tuple(field, list(number)).map(([f, l]) => `${f} in ${l}`),
  fc
    .tuple(field, fc.constantFrom(":", "like", "like~"), fc.oneof(pattern, text, list(pattern)))
    .map((p) => p.join(" ")),
  fc
    .tuple(field, fc.constantFrom("regex", "regex~"), fc.constantFrom("x.*", "[a-c]+", "(x|y){2}", "~(x)"))
    .map(([f, o, r]) => `${f} ${o} ${quoted(r)}`),
  fc.tuple(textCall, field, text).map(([f, a, b]) => `${f}(${a}, ${b})`),
  field.map((f) => `cidrMatch(${f}, "10.0.0.0/8")`),
  fc.tuple(field, fc.nat(3)).map(([f, n]) => `length(${f}) > ${n}`),
  fc.tuple(field, field).map(([f, g]) => `concat(${f}, ${g}) == "xy"`),
  fc.tuple(field, field).map(([f, g]) => `${f} + ${g} * 2 >= 6`),
  fc.tuple(field, field).map(([f, g]) => `startsWith~(${f}, ${g})`),
  { arbitrary: typed, weight: 3 },
);

/** A condition of such tests, null tests, and, or and not, without a constant null. */
export const condition: fc.Arbitrary<string> = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(
      { arbitrary: leaf, weight: 5 },
      { arbitrary: field.map((f) => `${f} == null`), weight: 1 },
      { arbitrary: field.map((f) => `?${f} != null`), weight: 1 },
    ),
    fc.array(tie("condition"), { minLength: 2, maxLength: 3 }).map((l) => `(${l.join(" and ")})`),
    fc.array(tie("condition"), { minLength: 2, maxLength: 3 }).map((l) => `(${l.join(" or ")})`),
    tie("condition").map((c) => `not (${c})`),
    fc.tuple(field, list(text)).map(([f, l]) => `${f} not in ${l}`),
    fc.tuple(field, text).map(([f, t]) => `${f} != ${t}`),
  ),
})).condition;

const value = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.constantFrom<string | number | boolean>(0, 2, 10, 1.5, -3, true, false, "18014398509481985"),
);

const oneOrMore = <T>(single: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> =>
  fc.oneof(single, fc.array(single, { maxLength: 3 }));

/** An event in which each field may be missing or have several values. */
export const document: fc.Arbitrary<object> = fc.record(
  Object.fromEntries([
    ...FIELDS.map((f) => [f, oneOrMore(value)] as const),
    ["@timestamp", oneOrMore(fc.constantFrom(...DATES))] as const,
    ["d.ip", oneOrMore(fc.constantFrom(...ADDRESSES))] as const,
  ]),
  { requiredKeys: [] },
);
