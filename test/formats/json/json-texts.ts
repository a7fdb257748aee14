/** JSON texts with everything that is allowed but rare, for property tests of JSON readers. */
import fc from "fast-check";

const KEYS = [
  ...[
    "",
    "a",
    "b",
    "c",
    "a.b",
    "b.c",
    "a.b.c",
    "a.",
    ".a",
    "0",
    "1",
    "é",
    'q"',
    "back\\slash",
    "\u{1f600}",
    "\n",
  ],
  ...[
    "@timestamp",
    "_index",
    "_source",
    "fields",
    "event",
    "event.x",
    "winlog",
    "winlog.y",
    "__proto__",
    "x",
  ],
];
/** Names of flat events that such documents may contain. */
export const FIELDS = [
  ...["a", "b", "c", "a.b", "b.c", "a.b.c", "a.", "a..a", ".a", "0", "a.0", "é", "é.a", 'q"', "back\\slash"],
  ...[
    "\u{1f600}",
    "a.\u{1f600}",
    "\n",
    "@timestamp",
    "_index",
    "_source.a",
    "fields.a",
    "event.x",
    "__proto__",
  ],
  ...["__proto__.a", "event", "winlog.y.a", "\ud800", "a.\ufffd", "nowhere"],
];
export const PREFIXES = ["event.", "winlog.", "a.b."];

const STRINGS = [
  ...[
    "",
    "x",
    "C:\\Windows\\System32\\svchost.exe",
    "\\",
    '"',
    '\\"',
    "tab\there\r\n",
    "\b\f/",
    "é",
    "日本\u{1f600}",
  ],
  ...[
    "\ud800",
    "\udc00x",
    "\ufeffmark",
    "\0",
    "2024-01-31T23:59:59.123Z",
    "long ".repeat(40),
    "\\".repeat(70),
  ],
];
const NUMBERS = [
  ...[
    "0",
    "-0",
    "7",
    "-7",
    "1.5",
    "0.0",
    "1e3",
    "1E-2",
    "1e400",
    "-1e400",
    "123456789012345",
    "1234567890123456",
  ],
  ...[
    "9007199254740991",
    "9007199254740993",
    "-9007199254740993",
    "12345678901234567890",
    "12345678901234567890.5",
  ],
];

const space = fc.constantFrom("", "", "", " ", "\t ", " \r");

/** A text as JSON, either plain or with some characters as `\u` escapes. */
function quoted(text: string): fc.Arbitrary<string> {
  return fc.constantFrom(
    ...[
      JSON.stringify(text),
      JSON.stringify(text),
      JSON.stringify(text),
      `"${escapes(text, 1)}"`,
      `"${escapes(text, 3)}"`,
    ],
  );
}

function escapes(text: string, every: number): string {
  return Array.from({ length: text.length }, (_, i) =>
    i % every === 0 || /["\\\p{C}]/u.test(text[i]!)
      ? `\\u${text.charCodeAt(i).toString(16).padStart(4, "0")}`
      : text[i]!,
  ).join("");
}

const { object } = fc.letrec<{ value: string; object: string; list: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom(...STRINGS).chain(quoted),
    fc.constantFrom(...NUMBERS),
    fc.constantFrom("true", "false", "null"),
    tie("object"),
    tie("list"),
  ),
  object: fc
    .array(fc.tuple(space, fc.constantFrom(...KEYS).chain(quoted), space, tie("value"), space), {
      maxLength: 5,
    })
    .map(
      (members) => `{${members.map(([a, key, b, value, c]) => `${a}${key}${b}:${b}${value}${c}`).join(",")}}`,
    ),
  list: fc
    .array(fc.tuple(space, tie("value")), { maxLength: 4 })
    .map((elements) => `[${elements.map(([a, value]) => `${a}${value}${a}`).join(",")}]`),
}));

/** An object on one line. */
export const objectText = object;
