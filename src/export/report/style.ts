/**
 * The style of a report, on the screen and on paper. The page's own policy names its hash as well, since the preview
 * inherits that policy.
 */
export const REPORT_STYLE = `
:root {
  color-scheme: light dark;
  --text: light-dark(#15191e, #e5e9ec);
  --muted: light-dark(#59636e, #97a2ad);
  --line: light-dark(#dde2e8, #2b333a);
  --ground: light-dark(#ffffff, #14181b);
  --raised: light-dark(#f7f8fa, #1a1f23);
  --accent: light-dark(#0f5fc2, #6fb3ff);
  --sign: light-dark(#8d5a00, #eab04d);
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--ground);
  color: var(--text);
  font: 14px/1.5 "Segoe UI Variable Text", "Segoe UI", Inter, system-ui, sans-serif;
  font-variant-numeric: tabular-nums;
  overflow-wrap: anywhere;
}
main { max-width: 860px; margin: 0 auto; padding: 40px 40px 64px; }
h1, h2, h3, h4, p, ul, dl, dd, pre { margin: 0; }
h1 { font-size: 26px; line-height: 1.25; letter-spacing: -0.02em; }
h2 { font-size: 17px; line-height: 1.35; }
h3 { margin-top: 20px; font-size: 14px; }
h4 { font-size: 13px; }
h3 + p, p + p { margin-top: 4px; }
section { margin-top: 28px; padding-top: 16px; border-top: 1px solid var(--line); }
section > * + * { margin-top: 8px; }
section > h3 { margin-top: 20px; }
header .facts:first-of-type { margin-top: 6px; }
.facts, .more, .where, .names, .source, .state, nav { color: var(--muted); font-size: 12px; }
.summary { border-top: none; padding-top: 0; margin-top: 20px; }
.summary .written { font-size: 17px; line-height: 1.5; }
.written { white-space: pre-line; }
.brief h2 { font-size: 13px; }
.brief h2 + p { margin-top: 1px; }
nav { margin-top: 24px; }
a { color: var(--accent); }
ul { padding-left: 18px; }
li + li { margin-top: 4px; }
.sign {
  padding: 0 2px;
  border: 1px solid currentColor;
  border-radius: 3px;
  color: var(--sign);
  font-size: 0.8em;
  unicode-bidi: isolate;
}
code, pre, .where { font-family: "Cascadia Mono", "JetBrains Mono", Consolas, ui-monospace, "DejaVu Sans Mono", monospace; }
code { font-size: 11px; }
.where { font-size: 11px; }
pre {
  padding: 8px 10px;
  border: 1px solid var(--line);
  border-radius: 4px;
  background: var(--raised);
  line-height: 1.4;
  white-space: pre-wrap;
}
table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 13px; }
th { color: var(--muted); font-size: 12px; text-align: left; }
th, td { padding: 5px 10px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
.findings th:nth-child(1), .timeline th:nth-child(1), .near th:nth-child(1), .hunt th:nth-child(1) { width: 100px; }
.findings th:nth-child(3) { width: 22%; }
.findings th:nth-child(4), .near th:nth-child(4), .hunt th:nth-child(5) { width: 22%; }
.timeline th:nth-child(2), .near th:nth-child(2), .hunt th:nth-child(2), .hunt th:nth-child(3) { width: 14%; }
.timeline th:nth-child(4) { width: 27%; }
.rest th:nth-child(2) { width: 25%; }
.rest th:nth-child(3), .exceptions th:nth-child(4), .evidence th:nth-child(4), .rules th:nth-child(5) { width: 62px; }
.rest td:nth-child(3), .exceptions td:nth-child(4), .evidence td:nth-child(4), .rules td:nth-child(5),
.rest th:nth-child(3), .exceptions th:nth-child(4), .evidence th:nth-child(4), .rules th:nth-child(5) { text-align: right; }
.rules th:nth-child(2), .rules th:nth-child(3) { width: 78px; }
.rules th:nth-child(4) { width: 32%; }
.evidence th:nth-child(2) { width: 17%; }
.evidence th:nth-child(3) { width: 27%; }
.exceptions th:nth-child(2), .exceptions th:nth-child(3) { width: 22%; }
.audit th:nth-child(1) { width: 18%; }
.audit th:nth-child(2) { width: 14%; }
.audit th:nth-child(3) { width: 10%; }
.audit th:nth-child(5) { width: 24%; }
dl { display: grid; gap: 3px; }
dl > div { display: grid; grid-template-columns: 190px minmax(0, 1fr); gap: 12px; }
dt { color: var(--muted); }
.finding { display: grid; gap: 4px; margin-top: 12px; padding: 10px 12px; border: 1px solid var(--line); border-radius: 6px; }
.finding p + p { margin-top: 0; }
.decided { font-weight: 600; }
.step { margin-top: 8px; }
.state { padding: 0 5px; border: 1px solid var(--line); border-radius: 8px; white-space: nowrap; }
.answer { margin: 4px 0 0 14px; padding-left: 10px; border-left: 2px solid var(--accent); }
@media screen and (max-width: 640px) {
  main { padding: 20px 16px 40px; }
  /* In little width a row is a block, and its cells are below each other. */
  table, tbody, tr, td { display: block; }
  thead { display: none; }
  td { padding: 0; border-bottom: none; text-align: left !important; }
  tr { padding: 6px 0; border-bottom: 1px solid var(--line); }
  dl > div { grid-template-columns: minmax(0, 1fr); gap: 0; }
}
@page { size: A4; margin: 16mm 15mm 18mm; @bottom-right { content: counter(page) " of " counter(pages); font: 9px sans-serif; color: #59636e; } }
@media print {
  :root { color-scheme: light; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  thead { display: table-header-group; }
  tr, .step > p, .answer > p { break-inside: avoid; }
  .finding { break-inside: avoid; }
  nav { break-after: page; }
  nav + section { border-top: none; margin-top: 0; padding-top: 0; }
  h2, h3, h4, .facts, h2 + p, h3 + p, section > p:has(+ table) { break-after: avoid; }
  h1, h2, h3, h4 { break-inside: avoid; }
  table { font-size: 9pt; }
  .summary .written { font-size: 13pt; }
  p, li { orphans: 2; widows: 2; }
  a { color: inherit; text-decoration: none; }
}
`;
