/** STATUS_UNSUCCESSFUL: an unspecified failure. */
const UNSUCCESSFUL = 0xc000_0001;

/**
 * Whether a crash of lsass has the code that the tool Shtinkering sends to the reporting service in order to get a dump.
 * A real crash has the code of its cause, such as c0000005.
 *
 * @param path the program's path or name
 */
export function isStagedCrash(path: string | null, exceptionCode: number | null): boolean {
  return exceptionCode === UNSUCCESSFUL && path !== null && /(?:^|[\\/])lsass\.exe$/i.test(path);
}
