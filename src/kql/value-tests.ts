/** Tests whether one value of an event matches a query's value, as the index of a field of that kind would decide. */
import {
  compareValues,
  compilePieces,
  equalTo,
  fromScalar,
  inBlock,
  ORDER_TESTS,
  parseAddress,
  parseBlock,
  parseNumber,
  type PatternPiece,
  type ScalarTest,
  scalarText,
} from "../match/index.ts";
import { compareToSpan, dateSpan, parseInstant } from "../time/index.ts";
import { type Analyzer, analyse, wordsOf } from "./analysis.ts";
import type { FieldKind } from "./fields.ts";
import type { KqlLiteral, RangeOperator, KqlValue, Wildcard } from "./syntax.ts";
import { lowerCase } from "./words.ts";

export function valueTest(kind: FieldKind, value: KqlValue): ScalarTest {
  return value.kind === "literal" ? literalTest(kind, value) : wildcardTest(kind, value);
}

/**
 * Works as Elasticsearch's match_phrase for quoted texts and as match for others. Except on analysed text, both compare
 * the whole value.
 */
function literalTest(kind: FieldKind, { text, quoted }: KqlLiteral): ScalarTest {
  switch (kind) {
    case "text":
    case "script": {
      const words = wordsOf(kind, text);
      return quoted
        ? (value) => analyse(kind, scalarText(value)).hasPhrase(words)
        : (value) => analyse(kind, scalarText(value)).hasAny(words);
    }
    case "caseless": {
      const folded = lowerCase(text);
      return (value) => lowerCase(scalarText(value)) === folded;
    }
    case "ip": {
      const block = parseBlock(text);
      return block === null ? equalTo(text) : (value) => inBlock(scalarText(value), [block]);
    }
    case "date": {
      const span = dateSpan(text);
      if (span === null) return equalTo(text);
      return (value) => {
        const instant = parseInstant(value);
        return instant !== null && compareToSpan(instant, span) === 0;
      };
    }
    default:
      return equalTo(text);
  }
}

/**
 * For a keyword the whole value is one pattern, blanks included. For every other type Kibana sends a query_string,
 * whose parser splits at blanks: any of the parts may match. Adjacent plain words form one part.
 */
function wildcardTest(kind: FieldKind, value: Wildcard): ScalarTest {
  if (kind === "text" || kind === "script") return wordTest(kind, value);
  if (kind === "caseless") {
    const test = starTest(value.parts.map(lowerCase));
    return (v) => test(lowerCase(scalarText(v)));
  }
  const tests =
    kind === "wildcard" ? splitAtBlanks(value).map((part) => wholeValueTest(part)) : [starTest(value.parts)];
  const [only] = tests;
  if (tests.length === 1) return (v) => only!(scalarText(v));
  return (v) => tests.some((test) => test(scalarText(v)));
}

function wholeValueTest(part: KqlValue): (text: string) => boolean {
  return part.kind === "wildcard" ? starTest(part.parts) : (text) => text === part.text;
}

function wordTest(analyzer: Analyzer, value: Wildcard): ScalarTest {
  const tests = splitAtBlanks(value).map((part): ScalarTest => {
    if (part.kind === "literal") return literalTest(analyzer, part);
    const test = starTest(part.parts.map(lowerCase));
    return (v) => analyse(analyzer, scalarText(v)).someWord(test);
  });
  return (v) => tests.some((test) => test(v));
}

/** Splits a wildcard value at blanks into patterns and the plain words between them. */
export function splitAtBlanks({ parts }: Wildcard): KqlValue[] {
  const found: KqlValue[] = [];
  let plain: string[] = [];
  const flush = (): void => {
    if (plain.length > 0) found.push({ kind: "literal", text: plain.join(" "), quoted: false });
    plain = [];
  };
  let open: string[] = [""];
  const close = (): void => {
    if (open.length > 1) {
      flush();
      found.push({ kind: "wildcard", parts: open });
    } else if (open[0] !== "") plain.push(open[0]!);
    open = [""];
  };
  for (const [i, part] of parts.entries()) {
    if (i > 0) open.push("");
    for (const [j, word] of part.split(/\s+/).entries()) {
      if (j > 0) close();
      open[open.length - 1] += word;
    }
  }
  close();
  flush();
  return found;
}

/** Returns a test for literal parts with a star between each two. */
export function starTest(parts: readonly string[]): (text: string) => boolean {
  return compilePieces(parts.map((text): PatternPiece => ({ text, any: null })));
}

/** Compares dates by time, addresses by their bits, numbers by value, everything else by code point. */
export function rangeTest(kind: FieldKind, operator: RangeOperator, { text }: KqlLiteral): ScalarTest {
  const isInRange = ORDER_TESTS[operator];
  const number = parseNumber(text);
  const constant = number ?? text;
  const plain: ScalarTest = (value) => isInRange(compareValues(fromScalar(value)!, constant));
  const span = kind === "date" || number === null ? dateSpan(text) : null;
  if (span !== null) {
    return (value) => {
      const instant = parseInstant(value);
      return instant === null ? plain(value) : isInRange(compareToSpan(instant, span));
    };
  }
  const address = kind === "ip" ? parseAddress(text) : null;
  if (address !== null) {
    return (value) => {
      const other = parseAddress(scalarText(value));
      return other !== null && isInRange(Number(other - address));
    };
  }
  return plain;
}
