/** 100 ns units between 1601 and 1970. */
const FILETIME_OF_1970 = 116_444_736_000_000_000n;

/**
 * A time as a number, told apart by its digits before the point: 10 are seconds since 1970, 13 milliseconds, 16
 * microseconds, 19 nanoseconds (the years 2001 to 2286), 18 the 100 ns units since 1601 that Windows counts.
 *
 * @returns ISO in UTC with the decimals of the number; undefined for any other text
 */
export function isoOfNumber(text: string): string | undefined {
  const [, whole, decimals = ""] = /^(\d{10,19})(?:\.(\d{1,12}))?$/.exec(text) ?? [];
  switch (whole?.length) {
    case 10:
    case 13:
    case 16:
    case 19:
      return iso(whole.slice(0, 10), `${whole.slice(10)}${decimals}`.slice(0, 9));
    case 18: {
      const since1970 = BigInt(whole!) - FILETIME_OF_1970;
      if (since1970 < 0n) return undefined;
      const units = String(since1970).padStart(8, "0");
      return iso(units.slice(0, -7), units.slice(-7));
    }
    default:
      return undefined;
  }
}

function iso(seconds: string, fraction: string): string {
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, -".000Z".length);
  return fraction === "" ? `${whole}Z` : `${whole}.${fraction}Z`;
}
