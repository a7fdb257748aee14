import { version } from "virtual:build-info";
import type { HandedOver, Session } from "../../app/index.ts";
import { exportFileName } from "../../export/index.ts";
import { openLargeFile } from "../common/large-file.ts";

/** Of more evidence than this, the archive is written to disk as it is made: it may have a tenth of its bytes. */
const LARGE_BYTES = 256 * 1024 * 1024;

/**
 * Saves the hand-over of a case to a cluster, unless that is stopped.
 *
 * @returns null if it was stopped, or no file was chosen for it
 * @throws DOMException if it cannot be written
 */
export async function saveHandOver({ case: opened, handOver }: Session): Promise<HandedOver | null> {
  const size = handOver.files.wanted.reduce((sum, file) => sum + file.size, 0);
  const name = exportFileName(opened.info.name, Date.now(), "cluster.zip");
  const file = await openLargeFile(name, "application/zip", size > LARGE_BYTES);
  if (file === null) return null;
  let handed: HandedOver | null = null;
  try {
    handed = await handOver.write((bytes) => file.write(bytes), version);
    if (handed !== null) await file.done();
  } finally {
    if (handed === null) await file.drop().catch(() => undefined);
  }
  return handed;
}
