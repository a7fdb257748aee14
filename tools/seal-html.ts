import { createHash } from "node:crypto";

/**
 * Adds the Content Security Policy to the built page, and fails for a page that would not work under it.
 *
 * The hashes are those of the text that a browser hashes: the text between the tags after HTML's input preprocessing.
 * That step turns CR into LF and NUL into U+FFFD, so a script with either would never run. Both are refused here.
 *
 * @param html the page with one inline script and at most one inline style in its head
 * @param framedStyles styles of documents that the page makes and shows in a frame: such a document has the page's policy
 *   beside its own
 * @returns the same page with the policy as the first element of its head
 * @throws Error naming everything that the page must not contain
 */
export function sealHtml(html: string, framedStyles: readonly string[] = []): string {
  const script = takeElement(html, "script");
  const style = takeElement(script.before + script.after, "style"); // the script's text may contain <style>
  const markup = style.before + style.after;
  const faults = [
    ...textFaults("script", script.text),
    ...textFaults("style", style.text),
    ...styleFaults(style.text),
    ...markupFaults(markup),
  ];
  if (!script.text) faults.push("no inline script");
  if (!/<head>[^]*<\/head>/.test(markup)) faults.push("no <head> to put the policy in");
  if (faults.length > 0) throw new Error(`The page cannot be sealed: ${faults.join("; ")}.`);

  const policy = [
    "default-src 'none'",
    `script-src '${sha256(script.text)}'`,
    `style-src ${[style.text, ...framedStyles].map((text) => `'${sha256(text)}'`).join(" ")}`,
    "img-src data:",
    "worker-src blob:",
    "frame-src blob:",
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default svelte-trusted-html",
  ].join("; ");
  const head =
    `<meta http-equiv="Content-Security-Policy" content="${policy}">` +
    before(markup, "</head>").split("<head>")[1]! +
    `<style>${style.text}</style><script type="module">${script.text}</script>`;
  return `${before(markup, "<head>")}<head>${head}${markup.slice(markup.indexOf("</head>"))}`;
}

function before(text: string, mark: string): string {
  return text.slice(0, text.indexOf(mark));
}

interface Taken {
  readonly before: string;
  readonly text: string;
  readonly after: string;
}

/** Removes the first element of this name. A second one stays in the markup, where it is reported as a fault. */
function takeElement(html: string, name: "script" | "style"): Taken {
  const found = new RegExp(`<${name}\\b[^>]*>([^]*?)</${name}>`, "i").exec(html);
  if (!found) return { before: html, text: "", after: "" };
  const end = found.index + found[0].length;
  return { before: html.slice(0, found.index), text: found[1]!, after: html.slice(end) };
}

function textFaults(name: string, text: string): string[] {
  const faults: string[] = [];
  if (/[\r\0]/.test(text))
    faults.push(`the ${name} holds a carriage return or NUL, so its hash would not match`);
  // `<!--` inside a script changes where HTML ends it (the "double escaped" state).
  if (text.includes("<!--")) faults.push(`the ${name} holds "<!--"`);
  return faults;
}

function styleFaults(style: string): string[] {
  const faults: string[] = [];
  if (/@import\b/i.test(style)) faults.push("the style imports another");
  for (const [, target = ""] of style.matchAll(/\burl\(\s*["']?([^"')]*)/gi)) {
    if (!target.startsWith("data:") && !target.startsWith("#")) faults.push(`the style loads ${target}`);
  }
  return faults;
}

/** The page's policy would block these at run time without telling the user; it is better if the build fails. */
function markupFaults(markup: string): string[] {
  const faults: string[] = [];
  if (/<script\b/i.test(markup)) faults.push("more than one script");
  if (/<style\b/i.test(markup)) faults.push("more than one style");
  if (/<(?:iframe|object|embed|base|form)\b/i.test(markup)) faults.push("an embedding, base or form element");
  for (const [tag] of markup.matchAll(/<[a-z][^>]*>/gi)) {
    const [, external] =
      /\s(?:src|href|srcset|data|action|poster)\s*=\s*["']?(?!["']?data:)([^"'\s>]*)/i.exec(tag) ?? [];
    if (external !== undefined) faults.push(`a reference to ${external}`);
    if (/\sstyle\s*=/i.test(tag)) faults.push(`a style attribute in ${tag}`);
    if (/\son[a-z]+\s*=/i.test(tag)) faults.push(`an event handler attribute in ${tag}`);
    if (/http-equiv/i.test(tag)) faults.push(`a second policy or refresh in ${tag}`);
  }
  return faults;
}

function sha256(text: string): string {
  return `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;
}
