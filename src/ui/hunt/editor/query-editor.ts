import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  completionKeymap,
  completionStatus,
  type CompletionResult,
  moveCompletionSelection,
  pickedCompletion,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension, Prec } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  highlightSpecialChars,
  hoverTooltip,
  keymap,
  lineNumbers,
  placeholder,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import type { FieldSurvey } from "../../../app/index.ts";
import { tooltip } from "../../common/visible-text.ts";
import { hoverWords } from "./hover-words.ts";
import { piecesOf } from "./pieces.ts";
import { placeInQuery } from "./place-in-query.ts";
import { type QueryProblem } from "./problems.ts";
import { type Proposal, proposalsFor } from "./proposals.ts";
import { THEME } from "./theme.ts";

/** What the editor needs, and whom it calls. */
export interface QueryEditorOptions {
  /**
   * The root that the editor's style sheets go to. It has to be a shadow root: in the page itself they would be a style
   * element, which the policy forbids.
   */
  readonly root: ShadowRoot;
  readonly text: string;
  readonly language: string;
  /** Names the editor for screen readers. */
  readonly label: string;
  readonly placeholder: string;
  readonly fields: FieldSurvey;
  readonly onchange: (text: string) => void;
  readonly onrun: () => void;
}

/** An editor for queries, made of CodeMirror and of the languages' own lexers. */
export class QueryEditor {
  readonly #view: EditorView;
  readonly #language = new Compartment();
  readonly #options: QueryEditorOptions;
  #current: string;

  constructor(options: QueryEditorOptions) {
    this.#options = options;
    this.#current = options.language;
    const { root, text, onchange, onrun } = options;
    this.#view = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc: text,
        extensions: [
          Prec.highest(
            keymap.of([
              { key: "Mod-Enter", run: () => (onrun(), true) },
              // Tab takes what is proposed; with nothing proposed it leaves the editor.
              { key: "Tab", run: takeProposal },
            ]),
          ),
          lineNumbers(),
          history(),
          highlightSpecialChars(),
          bracketMatching(),
          EditorView.lineWrapping,
          EditorState.tabSize.of(2),
          keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
          autocompletion({
            override: [(context) => this.#complete(context)],
            icons: false,
            // Who types fast takes what is proposed at once.
            interactionDelay: 0,
            // Enter is a new line until something is chosen.
            selectOnOpen: false,
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) onchange(update.state.doc.toString());
          }),
          EditorView.domEventHandlers({
            beforeinput: replaceSelection,
            // A file that is dropped is evidence, wherever it is dropped: the page takes it.
            drop: (event) => (event.dataTransfer?.files.length ?? 0) > 0,
          }),
          THEME,
          this.#language.of(this.#ofLanguage()),
        ],
      }),
    });
    // The focus of the shadow root's host goes to the first part that can have it, which has to be the text.
    this.#view.scrollDOM.removeAttribute("tabindex");
  }

  #ofLanguage(): Extension {
    const { label, placeholder: example, fields } = this.#options;
    return [
      EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
      placeholder(example),
      colours(() => this.#current),
      hoverTooltip((view, at) => {
        const words = hoverWords(this.#current, view.state.doc.toString(), at, (name) => fields.get(name));
        if (words === null) return null;
        return {
          pos: words.from,
          end: words.to,
          above: true,
          create: () => ({ dom: hoverBox(words.title, words.lines) }),
        };
      }),
    ];
  }

  async #complete(context: CompletionContext): Promise<CompletionResult | null> {
    const text = context.state.doc.toString();
    const place = placeInQuery(this.#current, text, context.pos);
    // Without a letter, only a place that asks for something opens the list by itself.
    const asks = place.isQuoted === true || text[context.pos - 1] === "[" || context.pos === 0;
    if (place.kind === "none" || (place.from === context.pos && !context.explicit && !asks)) return null;
    if (context.pos === 0 && !context.explicit) return null;
    const proposals = await proposalsFor(this.#current, place, this.#options.fields);
    return {
      from: place.from,
      to: Math.max(place.to, context.pos),
      options: proposals.map(completionOf),
      validFor: place.isQuoted === true ? /^[^"\n]*$/ : /^[\w.@~-]*$/,
    };
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  /** Replaces the text, as when another query is chosen. It can be undone. */
  set text(text: string) {
    if (text === this.text) return;
    const { length } = this.#view.state.doc;
    this.#view.dispatch({
      changes: { from: 0, to: length, insert: text },
      selection: { anchor: text.length },
    });
  }

  setLanguage(language: string, label: string, example: string): void {
    this.#current = language;
    Object.assign(this.#options, { label, placeholder: example });
    this.#view.dispatch({ effects: this.#language.reconfigure(this.#ofLanguage()) });
  }

  /** Marks what is wrong in the text. */
  show(problems: readonly QueryProblem[]): void {
    const { length } = this.#view.state.doc;
    const diagnostics = problems
      .filter(({ to }) => to <= length)
      .map(({ from, to, severity, message }): Diagnostic => ({ from, to, severity, message }));
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
  }

  /** Puts the cursor to a place, as when a problem is chosen. */
  goTo(at: number): void {
    this.#view.dispatch({
      selection: { anchor: Math.min(at, this.#view.state.doc.length) },
      scrollIntoView: true,
    });
    this.#view.focus();
  }

  focus(): void {
    this.#view.focus();
  }

  destroy(): void {
    this.#view.destroy();
  }
}

/**
 * Chromium keeps the look of the text that is typed over in a style attribute, which the policy refuses: with a selection,
 * what is typed does not go through the browser's own editing.
 */
function replaceSelection(event: InputEvent, view: EditorView): boolean {
  const { data, inputType, isComposing } = event;
  if (inputType !== "insertText" || data === null || isComposing || view.state.selection.main.empty)
    return false;
  event.preventDefault();
  view.dispatch({ ...view.state.replaceSelection(data), scrollIntoView: true, userEvent: "input.type" });
  return true;
}

function takeProposal(view: EditorView): boolean {
  if (completionStatus(view.state) !== "active") return false;
  if (acceptCompletion(view)) return true;
  moveCompletionSelection(true)(view);
  return acceptCompletion(view);
}

/** Values are hostile text: what would be hidden in them is shown by its sign, and what is written is exact. */
function completionOf(proposal: Proposal): Completion {
  const { label, text = label, cursorBack = 0, detail, kind, rank } = proposal;
  const shown = tooltip(label);
  return {
    label,
    ...(shown !== label && { displayLabel: shown }),
    ...(detail !== undefined && { detail: tooltip(detail) }),
    type: kind,
    boost: Math.min(99, rank * 10),
    apply: (view, completion, from, to) =>
      view.dispatch({
        changes: { from, to, insert: text },
        selection: { anchor: from + text.length - cursorBack },
        annotations: pickedCompletion.of(completion),
        userEvent: "input.complete",
      }),
  };
}

function hoverBox(title: string, lines: readonly string[]): HTMLElement {
  const box = document.createElement("div");
  box.className = "cm-hunt-hover";
  const head = document.createElement("strong");
  head.textContent = tooltip(title);
  box.append(
    head,
    ...lines.map((line) => {
      const paragraph = document.createElement("div");
      paragraph.textContent = tooltip(line);
      return paragraph;
    }),
  );
  return box;
}

function colours(language: () => string): Extension {
  const marksOf = (view: EditorView): DecorationSet =>
    Decoration.set(
      piecesOf(language(), view.state.doc.toString())
        .filter(({ kind }) => kind !== "operator" && kind !== "value")
        .map(({ kind, from, to }) => Decoration.mark({ class: `cm-hunt-${kind}` }).range(from, to)),
    );
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;

      constructor(view: EditorView) {
        this.decorations = marksOf(view);
      }

      update(update: ViewUpdate): void {
        if (update.docChanged) this.decorations = marksOf(update.view);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}
