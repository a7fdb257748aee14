/**
 * Hands a file to the browser's downloads: the one way out of the page, and only on a click. The file is made in
 * memory and goes to the disk; nothing is sent.
 */
export function saveFile(name: string, type: string, parts: BlobPart[]): void {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The download has to have begun before its address goes; a minute is ample.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
