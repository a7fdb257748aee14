/** Parses whole queries: event queries, sequences, samples and their pipes. Checks only what a grammar can express. */
import { ExpressionParser } from "./parse-expression.ts";
import {
  type EventFilter,
  type Expression,
  type Field,
  type Maxspan,
  type Pipe,
  type Query,
  type SequenceQuery,
  type SampleQuery,
  type Term,
  at,
} from "../syntax.ts";
import { constantInteger } from "../compile/fold.ts";
import { noCategory, noEvents, noPipe, noWhere, unknownPipe } from "./unexpected-query.ts";

/** Parses a whole query without checking types. Throws EqlError. */
export function parseQuery(text: string): Query {
  return new QueryParser(text).query();
}

/** Parses a text that is a single expression. Throws EqlError. */
export function parseExpression(text: string): Expression {
  const parser = new ExpressionParser(text);
  const expression = parser.expression();
  parser.expectEnd();
  return expression;
}

const UNITS = new Set(["ms", "s", "m", "h", "d"]);
const REFUSED_PIPES = new Set(["count", "filter", "sort", "unique", "unique_count"]);
/** The largest count of a pipe: a Java int, as in Elasticsearch. */
const MAX_PIPE_COUNT = 2 ** 31 - 1;
const MAX_RUNS = 100;

class QueryParser extends ExpressionParser {
  query(): Query {
    const start = this.here;
    const query = this.#body();
    this.expectEnd();
    return at(query, this.since(start));
  }

  #body(): Query {
    if (this.accept("keyword", "sequence")) return this.#sequence();
    if (this.accept("keyword", "sample")) return this.#sample();
    if (this.isNext("keyword", "join")) {
      this.fail(
        "Elasticsearch does not run join: use sequence where order matters, sample where it does not.",
      );
    }
    const filter = this.#eventFilter();
    return { kind: "event", filter, pipes: this.#pipes() };
  }

  #sequence(): SequenceQuery {
    const by = this.#keys();
    const maxspan = this.#maxspan();
    if (maxspan !== null && this.isNext("keyword", "by"))
      this.fail("Put sequence by ... before with maxspan, not after.");
    const terms: Term[] = [];
    while (this.isNext("symbol", "[") || this.isNext("symbol", "![")) terms.push(this.#term(true));
    if (terms.length === 0) this.fail(noEvents(this.here));
    let until: Term | null = null;
    if (this.accept("keyword", "until")) {
      if (this.isNext("symbol", "![")) this.fail("until cannot be a missing event: write until [ ... ].");
      if (!this.isNext("symbol", "["))
        this.fail("until is followed by one event in brackets: until [ ... ].");
      until = this.#term(false);
    }
    return { kind: "sequence", by, maxspan, terms, until, pipes: this.#pipes() };
  }

  #sample(): SampleQuery {
    const by = this.#keys();
    if (this.isNext("keyword", "with")) this.fail("A sample has no maxspan: it does not look at time.");
    const terms: Term[] = [];
    while (!this.isNext("symbol", "|") && !this.isNext("end")) {
      if (this.isNext("symbol", "![")) this.fail("A sample cannot contain a missing event.");
      if (this.isNext("keyword", "until")) this.fail("A sample cannot have until.");
      if (!this.isNext("symbol", "["))
        this.fail("A sample is followed by events in brackets: sample by host.id [ ... ] [ ... ].");
      terms.push(this.#term(false));
    }
    if (this.isNext("symbol", "|")) this.fail("A sample cannot be piped.");
    return { kind: "sample", by, terms };
  }

  #term(mayRepeat: boolean): Term {
    const start = this.here;
    const missing = this.accept("symbol", "![") !== null;
    if (!missing) this.expect("symbol", "[");
    const filter = this.#eventFilter();
    if (this.isNext("end")) this.fail("A ] is missing at the end of this event.");
    if (!this.accept("symbol", "]")) this.failTrailing();
    if (this.isNext("name", "fork")) this.fail("Elasticsearch does not support fork in a sequence.");
    const by = this.#keys();
    return at({ missing, filter, by, runs: this.#runs(mayRepeat) }, this.since(start));
  }

  #runs(mayRepeat: boolean): number {
    const start = this.here;
    if (!this.accept("keyword", "with")) return 1;
    if (!this.accept("name", "runs")) {
      this.fail(
        this.isNext("keyword", "maxspan")
          ? "Put with maxspan before the events: sequence by ... with maxspan=1m [ ... ]."
          : "An event can only be followed by: with runs=N.",
      );
    }
    if (!this.accept("symbol", "=")) this.fail("The number of runs follows =: with runs=3.");
    const token = this.expect("integer");
    const runs = Number(token.text);
    if (runs < 1 || runs > MAX_RUNS)
      this.fail(`with runs takes a whole number from 1 to ${MAX_RUNS}.`, token);
    if (!mayRepeat)
      this.fail(
        "with runs is only allowed after the events of a sequence, not after until or in a sample.",
        this.since(start),
      );
    return runs;
  }

  #maxspan(): Maxspan | null {
    if (!this.accept("keyword", "with")) return null;
    if (!this.accept("keyword", "maxspan"))
      this.fail("After with, write maxspan, as in with maxspan=5m; runs go after an event.");
    if (!this.accept("symbol", "=")) this.fail("The span follows =: with maxspan=5m.");
    if (this.isNext("decimal")) this.fail("maxspan takes a whole number: write 90s instead of 1.5m.");
    const number = this.expect("integer");
    const amount = Number(number.text);
    if (amount < 1) this.fail("maxspan must be greater than zero.", number);
    if (!Number.isSafeInteger(amount))
      this.fail("This maxspan is longer than any evidence: use a smaller one.", number);
    if (!this.isNext("name")) this.fail(`maxspan needs a unit: did you mean ${number.text}s?`, number);
    const unit = this.expect("name");
    if (!UNITS.has(unit.text))
      this.fail(`maxspan has no unit ${unit.text}: use one of ms, s, m, h, d.`, unit);
    return { amount, unit: unit.text as Maxspan["unit"] };
  }

  #keys(): Field[] {
    const keys: Field[] = [];
    if (!this.accept("keyword", "by")) return keys;
    do {
      const start = this.here;
      const key = this.operand();
      if (key.kind !== "field") this.fail("A key after by is a field, not an expression.", this.since(start));
      keys.push(key);
    } while (this.accept("symbol", ","));
    return keys;
  }

  #eventFilter(): EventFilter {
    const start = this.here;
    let category: string | null = null;
    if (!this.accept("keyword", "any")) {
      const token = this.accept("name") ?? this.accept("string");
      if (token === null) this.fail(noCategory(this.here));
      category = token.text;
    }
    if (!this.accept("keyword", "where")) {
      this.fail(noWhere(this.here, category ?? "any"));
    }
    return at({ category, condition: this.expression() }, this.since(start));
  }

  #pipes(): Pipe[] {
    const pipes: Pipe[] = [];
    while (this.accept("symbol", "|")) {
      const token = this.accept("name");
      if (token === null) this.fail(noPipe(this.here, this.found()));
      const name = token.text;
      if (REFUSED_PIPES.has(name))
        this.fail(`Elasticsearch does not support the pipe ${name} yet: only head and tail.`, token);
      if (name !== "head" && name !== "tail") {
        this.fail(unknownPipe(name, ["head", "tail", ...REFUSED_PIPES]), token);
      }
      pipes.push(at({ name, count: this.#pipeCount(name) }, this.since(token)));
    }
    return pipes;
  }

  /** The count may be any constant expression that evaluates to a whole number, such as `2147483648 - 1`. */
  #pipeCount(name: string): number {
    const start = this.here;
    if (this.isNext("end") || this.isNext("symbol", "|"))
      this.fail(`The pipe ${name} needs a number: ${name} 10.`);
    const expression = this.expression();
    if (this.isNext("symbol", ",")) this.fail(`The pipe ${name} takes exactly one number.`);
    const count = constantInteger(expression);
    if (count === null || count < 0n || count > BigInt(MAX_PIPE_COUNT)) {
      this.fail(`The pipe ${name} takes a whole number from 0 to ${MAX_PIPE_COUNT}.`, this.since(start));
    }
    return Number(count);
  }
}
