import { duration } from "./format.ts";

/** How long before or after a moment something happened: `+0.004 s`, `−00:12`, `+1:02:03`, `+3 d 2 h`. */
export function relativeTime(millis: number): string {
  const sign = millis < 0 ? "−" : "+";
  const length = Math.abs(millis);
  if (length < 1000) return length === 0 ? "0" : `${sign}${(length / 1000).toFixed(3)} s`;
  const seconds = Math.floor(length / 1000);
  if (seconds >= 86_400) return `${sign}${duration(length)}`;
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0"));
  const hours = Math.floor(seconds / 3600);
  return `${sign}${hours > 0 ? `${hours}:` : ""}${parts.join(":")}`;
}
