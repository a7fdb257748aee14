/** Receives a document piece by piece. */
export interface XmlSink {
  open(name: string): void;
  attribute(name: string, value: string): void;
  text(text: string): void;
  /** @param empty the element is written as `<a/>` */
  close(empty: boolean): void;
}
