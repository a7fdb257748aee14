import { markup, type Markup, note, table, value } from "../markup.ts";

/** The files that were examined. */
export interface EvidenceSection {
  readonly intro: string;
  readonly files: readonly ReportFile[];
  /** What is left out; empty for nothing. */
  readonly more: string;
}

export interface ReportFile {
  readonly path: string;
  /** Format and size. */
  readonly kind: string;
  /** SHA-256 in hexadecimal, or why there is none. */
  readonly sha256: string;
  /** Events, and what could not be read. */
  readonly counts: readonly string[];
  /** From the first event to the last, in UTC. */
  readonly times: string;
  readonly hosts: string;
  /** How it was read, where that was set or assumed. */
  readonly settings: readonly string[];
  readonly alerts: string;
}

export function* evidence({ intro, files, more }: EvidenceSection): Generator<Markup, void> {
  yield markup`<p>${intro}</p>`;
  if (files.length > 0)
    yield table(
      "evidence",
      ["File and SHA-256", "Events", "Times (UTC) and hosts", "Alerts"],
      files.map(({ path, kind, sha256, counts, times, hosts, settings, alerts }) => [
        markup`${value(path)}<br /><span class="facts">${value(kind)}</span><br /><code>${sha256}</code>`,
        markup`${counts.map((each) => markup`<p>${each}</p>`)}`,
        markup`<p>${times}</p>
          <p>${value(hosts)}</p>
          ${settings.map((each) => markup`<p class="facts">${value(each)}</p>`)}`,
        alerts,
      ]),
    );
  yield note(more);
}
