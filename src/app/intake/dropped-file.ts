/** A file as it was dropped or picked. */
export interface DroppedFile {
  readonly file: File;
  /** Below the dropped folder, or the name alone. */
  readonly path: string;
}
