import type { InvestigatePlugin, OsqueryPlugin } from "../rules/index.ts";

/**
 * A guide as the page shows it: trees of plain text. None of it is markup, an `href` does not become a link by itself,
 * and text needs no escaping beyond what text nodes do.
 */
export interface Guide {
  /** The blocks before the first section: the text below "Triage and analysis" and "Investigating …". */
  readonly introduction: readonly Block[];
  readonly sections: readonly Section[];
}

export interface Section {
  readonly id: SectionId;
  /** The heading as written, without a trailing colon. */
  readonly title: string;
  /** Everything in the section, in order; its steps are the blocks of kind `steps`. */
  readonly blocks: readonly Block[];
  /** The same steps in one list; empty for a section `other`. */
  readonly steps: readonly GuideStep[];
}

export type SectionId = "investigation" | "false-positive" | "response" | "other";

/** One point of a guide: a list item of a section, with everything nested in it. */
export interface GuideStep {
  /** 1-based within its section; identifies the step together with the section's id. */
  readonly number: number;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: "paragraph"; readonly inlines: readonly Inline[] }
  | { readonly kind: "heading"; readonly level: number; readonly inlines: readonly Inline[] }
  | {
      readonly kind: "list";
      readonly start: number | undefined;
      readonly items: readonly (readonly Block[])[];
    }
  | { readonly kind: "steps"; readonly steps: readonly GuideStep[] }
  | { readonly kind: "code"; readonly text: string; readonly language: string }
  | { readonly kind: "quote"; readonly blocks: readonly Block[] }
  | { readonly kind: "table"; readonly header: Row; readonly rows: readonly Row[] }
  | { readonly kind: "line" }
  | PluginBlock;

/** What Kibana shows as a button: an Osquery query, or a search around the alert. */
export type PluginBlock =
  | { readonly kind: "osquery"; readonly plugin: OsqueryPlugin }
  | { readonly kind: "investigate"; readonly plugin: InvestigatePlugin };

/** The cells of a table row. */
export type Row = readonly (readonly Inline[])[];

export type Inline =
  | { readonly kind: "text" | "code"; readonly text: string }
  | { readonly kind: "strong" | "emphasis" | "deleted"; readonly inlines: readonly Inline[] }
  | { readonly kind: "link"; readonly text: string; readonly href: string }
  | { readonly kind: "placeholder"; readonly field: string }
  | { readonly kind: "break" };
