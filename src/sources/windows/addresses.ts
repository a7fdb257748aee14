/** `::ffff:10.0.0.1`, as Windows writes IPv4 addresses that come through an IPv6 socket. */
const MAPPED = /^\[?::ffff:(\d+\.\d+\.\d+\.\d+)(?:\](?::\d+)?)?$/;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;
const IPV6 = /^[0-9a-f:]{2,39}(?:\d+\.\d+\.\d+\.\d+)?$/i;

/** Returns an address as written; undefined if the text is not one. */
export function address(text: string): string | undefined {
  if (text.length > 45) return undefined;
  const plain = text.startsWith("%") ? text : text.split("%", 1)[0]!;
  if (IPV4.test(plain)) return text;
  return plain.includes(":") && IPV6.test(plain) ? text : undefined;
}

/** The IPv4 address inside an IPv6 one; anything else as it is. */
export function unmapped(text: string): string {
  return text.includes("::ffff:") ? text.replace(MAPPED, "$1") : text;
}
