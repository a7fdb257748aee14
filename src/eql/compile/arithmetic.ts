/** Arithmetic as in Java: integers of 64 bits, a double as soon as one side is a double. */
import { EqlError } from "../error.ts";
import { inLong } from "../../match/index.ts";

type Numeric = bigint | number;

/** An error caused by an event's own numbers: the condition over them is false, and the scan goes on. */
export class ArithmeticError extends EqlError {}

function long(n: bigint): bigint {
  if (!inLong(n)) throw new ArithmeticError("This calculation leaves the 64 bits of an integer.");
  return n;
}

export function add(a: Numeric, b: Numeric): Numeric {
  return typeof a === "bigint" && typeof b === "bigint" ? long(a + b) : Number(a) + Number(b);
}

export function subtract(a: Numeric, b: Numeric): Numeric {
  return typeof a === "bigint" && typeof b === "bigint" ? long(a - b) : Number(a) - Number(b);
}

export function multiply(a: Numeric, b: Numeric): Numeric {
  return typeof a === "bigint" && typeof b === "bigint" ? long(a * b) : Number(a) * Number(b);
}

/** Integers truncate: 7 / 2 is 3, -7 / 2 is -3. */
export function divide(a: Numeric, b: Numeric): Numeric {
  if (typeof a !== "bigint" || typeof b !== "bigint") return Number(a) / Number(b);
  if (b === 0n) throw new ArithmeticError("This calculation divides an integer by zero.");
  return long(a / b);
}

/** The remainder keeps the sign of the dividend. */
export function modulo(a: Numeric, b: Numeric): Numeric {
  if (typeof a !== "bigint" || typeof b !== "bigint") return Number(a) % Number(b);
  if (b === 0n) throw new ArithmeticError("This calculation divides an integer by zero.");
  return a % b;
}

export function negate(a: Numeric): Numeric {
  return typeof a === "bigint" ? long(-a) : -a;
}
