import type { DroppedFile } from "../../app/index.ts";

/** The result of a drop or a picker: files, and what could not be opened. */
export interface Drop {
  readonly files: DroppedFile[];
  /** Names of folders and files that the browser refused to open. */
  readonly refused: string[];
}

/**
 * Collects the files of a drop, including those in folders.
 *
 * From file:// Chromium opens a folder only through `getAsFileSystemHandle`, Firefox only through `webkitGetAsEntry`.
 * Both must be called before the drop event ends, hence the two passes.
 */
export async function filesOfDrop(transfer: DataTransfer): Promise<Drop> {
  const asked = [...transfer.items]
    .filter((item) => item.kind === "file")
    .map((item) => ({
      handle: askForHandle(item),
      entry: item.webkitGetAsEntry?.() ?? null,
      file: item.getAsFile(),
    }));
  const drop: Drop = { files: [], refused: [] };
  for (const { handle, entry, file } of asked) {
    const found = await handle;
    if (found?.kind === "directory") await walkHandle(found as FileSystemDirectoryHandle, found.name, drop);
    else if (found === null && entry?.isDirectory) {
      await walkEntry(entry as FileSystemDirectoryEntry, entry.name, drop);
    } else if (file !== null) drop.files.push({ file, path: file.name });
  }
  return sorted(drop);
}

/** Returns the files of an `input`, with their paths if a folder was picked. */
export function filesOfInput(input: HTMLInputElement): DroppedFile[] {
  const files = [...(input.files ?? [])].map((file) => ({
    file,
    path: file.webkitRelativePath === "" ? file.name : file.webkitRelativePath,
  }));
  return sorted({ files, refused: [] }).files;
}

/** Browsers list folders in no fixed order; that of the file list should be the same every time. */
function sorted(drop: Drop): Drop {
  const inFolders = drop.files.some(({ path }) => path.includes("/"));
  if (inFolders) drop.files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return drop;
}

interface ItemWithHandle {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}

function askForHandle(item: DataTransferItem): Promise<FileSystemHandle | null> {
  const ask = (item as unknown as ItemWithHandle).getAsFileSystemHandle;
  if (ask === undefined) return Promise.resolve(null);
  return ask.call(item).catch(() => null);
}

async function walkHandle(folder: FileSystemDirectoryHandle, path: string, drop: Drop): Promise<void> {
  try {
    for await (const [name, handle] of folder.entries()) {
      const below = `${path}/${name}`;
      if (handle.kind === "directory") await walkHandle(handle as FileSystemDirectoryHandle, below, drop);
      else await open(() => (handle as FileSystemFileHandle).getFile(), below, drop);
    }
  } catch {
    drop.refused.push(path);
  }
}

async function walkEntry(folder: FileSystemDirectoryEntry, path: string, drop: Drop): Promise<void> {
  const reader = folder.createReader();
  try {
    // A reader returns a hundred entries at a time, and an empty list after the last.
    for (;;) {
      const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
        reader.readEntries(resolve, reject),
      );
      if (entries.length === 0) return;
      for (const entry of entries) {
        const below = `${path}/${entry.name}`;
        if (entry.isDirectory) await walkEntry(entry as FileSystemDirectoryEntry, below, drop);
        else {
          const file = entry as FileSystemFileEntry;
          await open(() => new Promise<File>((resolve, reject) => file.file(resolve, reject)), below, drop);
        }
      }
    }
  } catch {
    drop.refused.push(path);
  }
}

async function open(file: () => Promise<File>, path: string, drop: Drop): Promise<void> {
  try {
    drop.files.push({ file: await file(), path });
  } catch {
    drop.refused.push(path);
  }
}
