/**
 * How long the browser keeps what it stores for this page. `session`: until the window or the browser is closed.
 * `best-effort`: as long as it likes, usually until the disk is nearly full; or until a private window is closed that
 * cannot be recognised. `persistent`: until the user deletes it.
 */
export type StorageLifetime = "session" | "best-effort" | "persistent";

/**
 * Asks the browser without asking the user. Only Firefox gives a private window away: it refuses the page the file system
 * of its origin, as it does where it is set to forget the data of a page when it closes. Measured from file:// in
 * Firefox 153. Chromium has reported the same quota in every window since version 138
 * (chromestatus.com/feature/4977371751645184), and refuses that file system to every page from file://.
 */
export async function storageLifetime(): Promise<StorageLifetime> {
  const { storage } = globalThis.navigator ?? {};
  if (storage === undefined) return "best-effort";
  if (isFirefox() && (await isRefused(storage))) return "session";
  try {
    return (await storage.persisted()) ? "persistent" : "best-effort";
  } catch {
    return "best-effort";
  }
}

function isFirefox(): boolean {
  return "mozInnerScreenX" in globalThis;
}

async function isRefused(storage: StorageManager): Promise<boolean> {
  if (typeof storage.getDirectory !== "function") return false;
  try {
    await storage.getDirectory();
    return false;
  } catch (error) {
    return error instanceof DOMException && error.name === "SecurityError";
  }
}
