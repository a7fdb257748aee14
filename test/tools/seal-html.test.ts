import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sealHtml } from "../../tools/seal-html.ts";

const page = (head: string, body = "") =>
  `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`;
const script = `<script type="module" crossorigin>run("<style>", "<head>")</script>`;

describe("sealHtml", () => {
  it("puts a policy with the hashes of script and style first into the head", () => {
    const sealed = sealHtml(
      page(`<title>t</title>${script}<style rel="stylesheet">p{color:red}</style>`, "<p>x</p>"),
    );
    const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    expect(sealed).toBe(
      `<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; ` +
        `script-src ${hash('run("<style>", "<head>")')}; style-src ${hash("p{color:red}")}; img-src data:; ` +
        `worker-src blob:; frame-src blob:; connect-src 'none'; form-action 'none'; base-uri 'none'; ` +
        `require-trusted-types-for 'script'; trusted-types default svelte-trusted-html"><title>t</title>` +
        `<style>p{color:red}</style><script type="module">run("<style>", "<head>")</script></head><body><p>x</p></body></html>`,
    );
  });

  it("keeps $ patterns in the script", () => {
    expect(sealHtml(page("<script>a('$&$1$`')</script>"))).toContain(">a('$&$1$`')</script>");
  });

  it.each([
    ["no script", page(""), "no inline script"],
    ["no head", `<body>${script}</body>`, "no <head>"],
    ["a second script", page(script + script), "more than one script"],
    ["an external script", page(`<script src="a.js"></script>`), "no inline script"],
    ["a second, external script", page(`${script}<script src="./a.js"></script>`), "a reference to ./a.js"],
    ["a second style", page(`${script}<style>a{}</style><style>b{}</style>`), "more than one style"],
    ["a stylesheet", page(`${script}<link rel="stylesheet" href="a.css">`), "a reference to a.css"],
    ["an image", page(script, `<img src='//host/a.png'>`), "a reference to //host/a.png"],
    ["a link without quotes", page(script, "<a href=https://host>x</a>"), "a reference to https://host"],
    ["a style attribute", page(script, `<p STYLE="color:red">`), "a style attribute"],
    ["an event handler", page(script, `<p onclick="x()">`), "an event handler attribute"],
    ["a frame", page(script, "<iframe></iframe>"), "an embedding"],
    ["a refresh", page(`${script}<meta http-equiv="refresh" content="0">`), "a second policy or refresh"],
    ["an import in the style", page(`${script}<style>@import "a.css";</style>`), "the style imports another"],
    [
      "an external font",
      page(`${script}<style>a{src:url("https://h/f")}</style>`),
      "the style loads https://h/f",
    ],
    ["a carriage return in the script", page("<script>a\r\nb</script>"), "carriage return"],
    ["a comment start in the script", page("<script>'<!--'</script>"), `holds "<!--"`],
  ])("rejects %s", (_what, html, fault) => {
    expect(() => sealHtml(html)).toThrow(fault);
  });

  it("accepts data: in any reference", () => {
    const icon = `<link rel="icon" href="data:image/svg+xml,%3Csvg%3E">`;
    const style = `<style>a{background:url(data:image/png;base64,AA)} b{mask:url("#m")}</style>`;
    expect(sealHtml(page(icon + script + style))).toContain(icon);
  });
});
