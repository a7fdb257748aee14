import { EditorView } from "@codemirror/view";

/**
 * The look of the editor in the page's own colours, which follow its theme. Where CodeMirror's own style sheet has a picture
 * for a mark, this has a line: the policy loads no pictures.
 */
export const THEME = EditorView.theme({
  "&": {
    color: "var(--text)",
    backgroundColor: "var(--panel)",
    border: "1px solid var(--line-strong)",
    borderRadius: "var(--radius)",
    fontSize: "13px",
  },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "0px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", maxHeight: "38vh", overflow: "auto" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--text)", minHeight: "76px" },
  ".cm-line": { padding: "0 12px 0 8px" },
  ".cm-gutters": {
    backgroundColor: "var(--raised)",
    color: "var(--muted)",
    border: "none",
    borderRight: "1px solid var(--line)",
    borderRadius: "var(--radius) 0 0 var(--radius)",
  },
  ".cm-placeholder": { color: "var(--muted)" },
  ".cm-hunt-keyword": { color: "var(--query-keyword)", fontWeight: "600" },
  ".cm-hunt-category": { color: "var(--query-keyword)" },
  ".cm-hunt-field": { color: "var(--accent)" },
  ".cm-hunt-function": { color: "var(--query-function)" },
  ".cm-hunt-string": { color: "var(--good)" },
  ".cm-hunt-number": { color: "var(--good)" },
  ".cm-hunt-comment": { color: "var(--muted)", fontStyle: "italic" },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--accent-ground)",
    outline: "1px solid var(--line-strong)",
  },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-ground)" },
  ".cm-specialChar": { color: "var(--bad)" },
  ".cm-lintRange": { backgroundImage: "none", paddingBottom: "0" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--bad)",
    textUnderlineOffset: "3px",
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--warn)",
    textUnderlineOffset: "3px",
  },
  ".cm-lintRange-active": { backgroundColor: "var(--warn-ground)" },
  ".cm-tooltip": {
    border: "1px solid var(--line-strong)",
    borderRadius: "8px",
    backgroundColor: "var(--panel)",
    color: "var(--text)",
    boxShadow: "0 6px 20px light-dark(#0002, #0008)",
    overflow: "hidden",
    zIndex: "20",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--mono)",
    fontSize: "12px",
    maxHeight: "220px",
    minWidth: "240px",
    maxWidth: "min(560px, 92vw)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    display: "flex",
    gap: "16px",
    justifyContent: "space-between",
    padding: "3px 10px",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--accent-ground)",
    color: "var(--text)",
    outline: "2px solid transparent",
    outlineOffset: "-2px",
  },
  ".cm-completionLabel": { overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": {
    color: "var(--muted)",
    fontStyle: "normal",
    fontFamily: "var(--sans)",
    overflow: "hidden",
    textOverflow: "ellipsis",
    marginLeft: "0",
  },
  ".cm-diagnostic": { padding: "5px 10px", borderLeft: "4px solid var(--warn)", fontFamily: "var(--sans)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-hunt-hover": {
    padding: "6px 10px",
    maxWidth: "420px",
    fontFamily: "var(--sans)",
    overflowWrap: "anywhere",
  },
  ".cm-hunt-hover strong": { fontFamily: "var(--mono)", fontSize: "12px" },
});
