/*
 * What the Terminal Services' own records say of sessions. Sources: the messages of the providers
 * Microsoft-Windows-TerminalServices-LocalSessionManager and -RemoteConnectionManager, and how responders read them
 * (Hayabusa's logon summary; "Windows RDP-Related Event Logs", ponderthebits.com, 2018).
 */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["21", "logged on: a session began"],
  ["22", "its desktop started"],
  ["23", "logged off"],
  ["24", "disconnected: the session goes on"],
  ["25", "reconnected to a session"],
  ["39", "disconnected by another session"],
  ["40", "disconnected, with a reason code"],
  ["1149", "network connection authenticated, no session yet"],
]);

/** What a code of these logs says; empty for others. */
export function sessionWord(code: string): string {
  return WORDS.get(code) ?? "";
}

export const SESSION_NOTE =
  "These logs often reach further back than the Security log. 1149 alone is no logon: it says that a connection came " +
  "as far as authentication over the network, and on older systems or without that only that one was made; 21 says " +
  "that a session began. LOCAL is the computer itself, also at each start of Windows. 39 and 40 name no user.";
