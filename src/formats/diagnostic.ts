import type { Coded, Diagnostic, NoData } from "../diagnostic/index.ts";
import type { GzipFault, TarFaults, ZipFaults } from "../bytes/index.ts";
import type { ChosenEncoding } from "./chosen-encoding.ts";
import type { UnreadKind } from "./unread-kind.ts";
import type { JsonFault } from "./json/json-fault.ts";
import type { ResponseGap } from "./json/response.ts";
import type { XmlFault } from "./event-xml/xml-fault.ts";
import type { EvtxFault } from "./evtx/damage.ts";
import type { FewNames } from "./few-names.ts";

/** Where in a file a problem was found; the properties mean what they mean in `RecordLocation`. */
export interface FileLocation {
  readonly offset: number;
  readonly line?: number;
  readonly member?: string;
}

/** The codes of the readers, and the data each carries. They are stored with cases and shown. */
export interface FormatDiagnostics {
  "bad-json":
    | { readonly kind: "damaged"; readonly fault: JsonFault; readonly at: number }
    /** A record that is an event although it contains the lists of a search response. */
    | { readonly kind: "event-with-lists" };
  "bad-xml":
    | { readonly kind: "damaged"; readonly fault: XmlFault }
    | { readonly kind: "too-many-parts"; readonly most: number }
    | { readonly kind: "no-beginning" }
    | { readonly kind: "doctype" }
    /** The rendered message after the values is damaged, cut off, or beyond a limit. */
    | { readonly kind: "rendering"; readonly fault: XmlFault | "cut" | "limit" }
    | { readonly kind: "references"; readonly count: number }
    | { readonly kind: "zero-bytes"; readonly count: number };
  "bad-csv":
    | { readonly kind: "quotes" }
    | { readonly kind: "zero-bytes"; readonly count: number }
    | { readonly kind: "header-quotes" }
    | { readonly kind: "unknown-language" }
    | { readonly kind: "header-length"; readonly names: number; readonly cells: number }
    | { readonly kind: "joined-rows"; readonly cells: number; readonly expected: number }
    | {
        readonly kind: "more-cells";
        readonly cells: number;
        readonly expected: number;
        readonly name: string;
      }
    | { readonly kind: "fewer-cells"; readonly cells: number; readonly expected: number };
  "torn-record": { readonly fault: JsonFault };
  "too-long":
    | { readonly kind: "record"; readonly mebibytes: number; readonly limit: number }
    | { readonly kind: "event" | "row"; readonly limit: number }
    | { readonly kind: "cells"; readonly most: number };
  "too-deep": { readonly kind: "json" | "xml"; readonly levels: number };
  /** `text`: no format recognised it, perhaps for that reason. */
  "invalid-utf8": { readonly unit: "record" | "event" | "row" | "header" | "text" };
  /** Text for which the analyst has chosen an encoding: it was used, or not, because the text begins as UTF-8. */
  "chosen-encoding": ChosenEncoding;
  "duplicate-key": { readonly unit: "record" | "header" } & FewNames;
  "cut-short": {
    readonly inside: "record" | "records" | "event" | "rendering" | "events" | "declaration" | "cell" | "row";
  };
  "incomplete-response": ResponseGap;
  "bad-gzip": GzipFault;
  "bad-utf16":
    | { readonly kind: "half-characters"; readonly count: number }
    | { readonly kind: "slip"; readonly more: number };
  /** Bytes that are no characters of the encoding that the file declares, or that the analyst has chosen for it. */
  "bad-encoding": { readonly encoding: string; readonly count: number; readonly fromAnalyst?: true };
  "zip-directory": ZipData<"directory">;
  "zip-damaged": ZipData<"damaged">;
  "zip-overlap": ZipData<"overlap">;
  "zip-method": ZipData<"method">;
  "zip-locked": ZipData<"locked">;
  "zip-bomb": ({ readonly kind: "member" } & ZipData<"bomb">) | { readonly kind: "archive" };
  "zip-headers": ZipData<"headers">;
  "zip-name": ZipData<"name">;
  "zip-nested": { readonly kind: "too-deep" } | { readonly kind: "too-large"; readonly mebibytes: number };
  "tar-header": TarData<"tar-header">;
  "tar-cut": TarData<"tar-cut">;
  "tar-after-end": TarData<"tar-after-end">;
  "tar-type": TarData<"tar-type">;
  "evtx-header": { readonly kind: "damaged" } | { readonly kind: "version"; readonly version: string };
  "evtx-chunk":
    | { readonly kind: "none" }
    | { readonly kind: "signature" | "zeros" | "overwritten"; readonly chunk: number }
    | { readonly kind: "beginning"; readonly chunk: number; readonly bytes: number }
    | { readonly kind: "residue"; readonly bytes: number; readonly carved: boolean };
  "evtx-record":
    | { readonly kind: "gap"; readonly chunk: number; readonly bytes: number; readonly missing: number }
    | { readonly kind: "cut" | "borrowed-template"; readonly chunk: number; readonly recordId: string }
    | {
        readonly kind: "spliced";
        readonly chunk: number;
        readonly recordId: string;
        readonly inEvent: string;
      }
    | {
        readonly kind: "unreadable";
        readonly chunk: number;
        readonly recordId: string;
        readonly fault: EvtxFault;
      }
    | { readonly kind: "carved-copies" | "carved-unreadable" | "displaced"; readonly records: number };
  "evtx-checksum":
    { readonly kind: "none" } | { readonly kind: "header" | "records"; readonly chunk: number };
  "evtx-truncated":
    | { readonly kind: "chunks"; readonly found: number; readonly expected: number }
    | {
        readonly kind: "inside-chunk";
        readonly chunk: number;
        readonly missing: number;
        readonly lost: boolean;
      };
  "evtx-dirty": NoData;
  /** Content between or after the records that is in no form that is read; `bytes` are its bytes without line breaks. */
  "other-content":
    | { readonly kind: "unread"; readonly bytes: number; readonly seems: UnreadKind }
    | { readonly kind: "harmless"; readonly bytes: number; readonly places: number }
    | { readonly kind: "too-many-forms"; readonly bytes: number };
  "unknown-format": { readonly kind: UnreadKind };
  empty: { readonly kind: "file" | "white-space" | "archive" | "table" };
}

/** A fault of an archive, with the offset of the member's header in it. */
export type ZipData<Code extends keyof ZipFaults> = ZipFaults[Code] & { readonly header: number };

/** A fault of a tar archive, with the offset in it where the fault was found. */
export type TarData<Code extends keyof TarFaults> = TarFaults[Code] & { readonly header: number };

export type FormatCode = keyof FormatDiagnostics;
export type FormatDiagnostic<Code extends FormatCode = FormatCode> = Diagnostic<
  FormatDiagnostics,
  FileLocation,
  Code
>;
/** A code and its data, without a location yet. */
export type FormatFault<Code extends FormatCode = FormatCode> = Coded<FormatDiagnostics, Code>;
