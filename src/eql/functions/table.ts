/**
 * Every function on values, null included. A null argument makes the result null, except for the few arguments that
 * are optional. If a function needs a text, a number is converted to one, and a numeric text to a number if it needs a
 * number: there is no mapping that would decide.
 */
import { add, divide, modulo, multiply, subtract } from "../compile/arithmetic.ts";
import { type Value, toNumber, toText } from "../../match/index.ts";
import { between, indexOf, parseInBase, substring } from "./text.ts";

export type EqlFunction = (args: readonly Value[]) => Value;

function text(value: Value | undefined): string | null {
  return value === null || value === undefined ? null : toText(value);
}

function integer(value: Value | undefined): bigint | null {
  const number = value === undefined ? null : toNumber(value);
  return typeof number === "bigint" ? number : null;
}

function ofNumbers(operate: (a: bigint | number, b: bigint | number) => Value): EqlFunction {
  return ([a, b]) => {
    const x = toNumber(a!);
    const y = toNumber(b!);
    return x === null || y === null ? null : operate(x, y);
  };
}

function ofTexts(test: (a: string, b: string) => Value, fold: boolean): EqlFunction {
  return ([a, b]) => {
    const x = text(a);
    const y = text(b);
    if (x === null || y === null) return null;
    return fold ? test(x.toLowerCase(), y.toLowerCase()) : test(x, y);
  };
}

/**
 * Returns the function with this name, in its official spelling. cidrMatch is not included, because its blocks are
 * constants.
 *
 * @param insensitive selects the `~` variant, which folds all of Unicode as Java's toLowerCase does
 */
export function functionOf(name: string, insensitive: boolean): EqlFunction {
  switch (name) {
    case "add":
      return ofNumbers(add);
    case "subtract":
      return ofNumbers(subtract);
    case "multiply":
      return ofNumbers(multiply);
    case "divide":
      return ofNumbers(divide);
    case "modulo":
      return ofNumbers(modulo);
    case "startsWith":
      return ofTexts((s, t) => s.startsWith(t), insensitive);
    case "endsWith":
      return ofTexts((s, t) => s.endsWith(t), insensitive);
    case "stringContains":
      return ofTexts((s, t) => s !== "" && t !== "" && s.includes(t), insensitive);
    case "between":
      return (args) => {
        const [s, left, right] = [text(args[0]), text(args[1]), text(args[2])];
        if (s === null || left === null || right === null) return null;
        return between(s, left, right, args[3] === true, insensitive);
      };
    case "indexOf":
      return ([s, part, start]) => {
        const [x, y] = [text(s), text(part)];
        return x === null || y === null ? null : indexOf(x, y, integer(start), insensitive);
      };
    case "length":
      return ([s]) => {
        const x = text(s);
        return x === null ? null : BigInt(x.length);
      };
    case "substring":
      return ([s, start, end]) => {
        const x = text(s);
        return x === null ? null : substring(x, integer(start), integer(end));
      };
    case "concat":
      return (args) => {
        let joined = "";
        for (const arg of args) {
          if (arg === null) return null;
          joined += toText(arg);
        }
        return joined;
      };
    case "string":
      return ([v]) => text(v);
    case "number":
      return ([s, base]) => {
        const x = text(s);
        return x === null ? null : parseInBase(x, integer(base));
      };
    default:
      throw new Error(`no function ${name}: the check lets none through`);
  }
}
