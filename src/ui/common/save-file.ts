/**
 * Saves a file through the browser's downloads, the only way that data leaves the page but for `openLargeFile`, and only on
 * a click. The file is made in memory and written to disk; nothing is sent.
 */
export function saveFile(name: string, type: string, parts: BlobPart[]): void {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The download must have begun before its address is revoked; a minute is ample.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
