import { u16, u32 } from "./bytes.ts";

/** From 1601-01-01, where FILETIME begins, to 1970-01-01. */
const SECONDS_TO_1970 = 11_644_473_600;
const TICKS_A_SECOND = 10_000_000;
/** Up to here (the year 26,000), the division below is exact in doubles. */
const MAX_HIGH = 1_800_000_000;
const DAY = 86_400;

/** Texts of times. The prefix is kept, because most events happen in the same second as the one before. */
export class TimeTexts {
  #second = Number.NaN;
  #prefix = "";

  /**
   * Formats a FILETIME (100 ns since 1601, UTC) as Windows 10 and later do: `2025-06-08T07:14:05.1454614Z`.
   * @returns null if the time is beyond the calendar
   */
  fileTime(bytes: Uint8Array, at: number): string | null {
    const low = u32(bytes, at);
    const high = u32(bytes, at + 4);
    if (high > MAX_HIGH) return null;
    // 2^32 = 429 * 10^7 + 4,967,296 keeps all products below 2^53.
    const rest = high * 4_967_296 + low;
    const whole = Math.floor(rest / TICKS_A_SECOND);
    const ticks = rest - whole * TICKS_A_SECOND;
    const second = high * 429 + whole - SECONDS_TO_1970;
    if (second !== this.#second) {
      this.#second = second;
      this.#prefix = prefixOf(second);
    }
    return `${this.#prefix}${String(TICKS_A_SECOND + ticks).slice(1)}Z`;
  }
}

/** Formats a SYSTEMTIME: calendar fields down to milliseconds, in UTC. */
export function systemTimeText(bytes: Uint8Array, at: number): string {
  const date = `${pad(u16(bytes, at), 4)}-${pad(u16(bytes, at + 2), 2)}-${pad(u16(bytes, at + 6), 2)}`;
  const time = `${pad(u16(bytes, at + 8), 2)}:${pad(u16(bytes, at + 10), 2)}:${pad(u16(bytes, at + 12), 2)}`;
  return `${date}T${time}.${pad(u16(bytes, at + 14), 3)}Z`;
}

/** `2025-06-08T07:14:05.` */
function prefixOf(second: number): string {
  const days = Math.floor(second / DAY);
  const inDay = second - days * DAY;
  const date = new Date(days * DAY * 1000);
  const year = pad(date.getUTCFullYear(), 4);
  const day = `${year}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}`;
  return `${day}T${pad(Math.floor(inDay / 3600), 2)}:${pad(Math.floor(inDay / 60) % 60, 2)}:${pad(inDay % 60, 2)}.`;
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, "0");
}
