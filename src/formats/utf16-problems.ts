import type { Problem } from "./record.ts";

export function lonePairs(units: number): Problem {
  return {
    code: "bad-utf16",
    message: `The file holds ${units.toLocaleString("en")} units of UTF-16 that are half a character. The records were examined with \uFFFD in their place.`,
    lost: false,
    offset: 0,
  };
}

/** @param slips offsets in the file, at least one */
export function slipped([slip, ...more]: readonly number[]): Problem {
  return {
    code: "bad-utf16",
    message: `Before byte ${slip!.toLocaleString("en")} a byte of the UTF-16 text is missing, or one is too many${more.length > 0 ? `, and in ${more.length.toLocaleString("en")} more places` : ""}: what stands there may be damaged, what follows was read in step again.`,
    lost: false,
    offset: slip!,
  };
}
