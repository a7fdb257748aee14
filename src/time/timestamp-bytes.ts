/**
 * Parses a time in the form that almost every log uses, `2024-01-31T23:59:59.123456Z`, directly from its bytes.
 *
 * @returns milliseconds since 1970; NaN for any other spelling, which the caller must decode
 */
export function timestampMillis(buffer: Uint8Array, start: number, end: number): number {
  if (end - start < 20 || buffer[end - 1] !== 0x5a) return NaN;
  const year = digits(buffer, start, 4);
  const month = digits(buffer, start + 5, 2);
  const day = digits(buffer, start + 8, 2);
  const hour = digits(buffer, start + 11, 2);
  const minute = digits(buffer, start + 14, 2);
  const second = digits(buffer, start + 17, 2);
  if (
    buffer[start + 4] !== 0x2d ||
    buffer[start + 7] !== 0x2d ||
    buffer[start + 10] !== 0x54 ||
    buffer[start + 13] !== 0x3a ||
    buffer[start + 16] !== 0x3a ||
    !(
      month >= 1 &&
      month <= 12 &&
      day >= 1 &&
      day <= DAYS_IN_MONTH[month]! &&
      hour < 24 &&
      minute < 60 &&
      second < 60
    )
  ) {
    // 29 February gives NaN, too: it needs the calendar, so the slow path handles it.
    return NaN;
  }
  let millis = 0;
  if (buffer[start + 19] === 0x2e && end - start > 21) {
    for (let i = start + 20, unit = 100; i < end - 1; i++, unit /= 10) {
      const digit = buffer[i]! - 0x30;
      if (digit < 0 || digit > 9) return NaN;
      if (unit >= 1) millis += digit * unit;
    }
  } else if (end - start !== 20) return NaN;
  return (
    dayNumber(year, month, day) * 86_400_000 + hour * 3_600_000 + minute * 60_000 + second * 1000 + millis
  );
}

const DAYS_IN_MONTH = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Reads a number of `count` digits; NaN if a byte is not a digit. */
function digits(buffer: Uint8Array, start: number, count: number): number {
  let value = 0;
  for (let i = start; i < start + count; i++) {
    const digit = buffer[i]! - 0x30;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Returns the days since 1970-01-01 in the Gregorian calendar. Its years begin in March, so leap days come last. */
function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const monthFromMarch = (month + 9) % 12;
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return y * 365 + leapDays + Math.floor((monthFromMarch * 153 + 2) / 5) + day - 1 - 719_468;
}
