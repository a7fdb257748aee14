/**
 * Returns a text that is equal for two spellings of one computer name: Windows ignores case in them, and sources spell
 * the same name differently (Sysmon "WS01", Defender for Endpoint "ws01"). "WS01" and "ws01.corp.example" remain two
 * hosts, because another domain may have a WS01 too.
 */
export function hostKey(name: string): string {
  return name.toLowerCase();
}
