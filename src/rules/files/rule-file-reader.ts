import type { RuleFileForm } from "../problem.ts";
import type { RulesFile } from "../rules-file.ts";

/** A form in which rules are written to text files. docs/add-a-rule-language.md describes how to add one. */
export interface RuleFileReader {
  readonly form: RuleFileForm;
  /** Only members of an archive with one of these extensions are looked at: it may have thousands. */
  readonly extensions: readonly string[];
  /**
   * Whether the extensions are only ever given to rules: an encrypted member counts as rules then, and looking into one
   * that is not encrypted is worth it however many there are.
   */
  readonly isOwnExtension: boolean;
  /**
   * Whether a file that begins like this contains rules in this form. Evidence must never be read as rules.
   *
   * @param head may be cut off anywhere
   * @param name see `looksLikeRules`
   */
  recognises(head: string, name: string): boolean;
  /** Whether a text is written in this form, if it contains rules at all. */
  isWritten(text: string): boolean;
  /**
   * Reads a whole file. Nothing in it may cause an exception except what a parser throws when it recurses too deep.
   *
   * @param file its name, for the problems only
   */
  read(text: string, file: string): RulesFile;
}
