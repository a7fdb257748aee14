/** Rule files of every form, each as small as it can be. */
export const rule = (changes: object = {}) =>
  JSON.stringify({ rule_id: "r1", name: "One", type: "eql", query: "any where true", ...changes });

export const toml = (id: string, more = "") => `
# A comment, and blank lines, before the first table.

[metadata]
creation_date = "2024/01/02"
maturity = "production"
${more}
[rule]
name = "Rule ${id}"
rule_id = "${id}"
type = "eql"
query = '''
process where process.name : "*.exe"
'''
`;

export const list = JSON.stringify({
  list_id: "l",
  type: "detection",
  name: "List",
  namespace_type: "single",
});
export const item = JSON.stringify({ item_id: "i", list_id: "l", type: "simple", name: "Item", entries: [] });
export const details = JSON.stringify({ exported_count: 3, exported_rules_count: 1 });

export const exceptions = `[metadata]
creation_date = "2024/01/02"
list_name = "List"
[[exceptions]]
[exceptions.container]
list_id = "l"
name = "List"
type = "detection"
[[exceptions.items]]
name = "Item"
[[exceptions.items.entries]]
field = "host.name"
operator = "included"
type = "match"
value = "A"
`;

export const event = JSON.stringify({ "@timestamp": "2024-01-02T03:04:05Z", event: { category: "process" } });

export const bytes = (text: string) => new TextEncoder().encode(text);

export function utf16(text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(2 + 2 * text.length));
  view.setUint16(0, 0xfeff, littleEndian);
  for (let i = 0; i < text.length; i++) view.setUint16(2 + 2 * i, text.charCodeAt(i), littleEndian);
  return new Uint8Array(view.buffer);
}
