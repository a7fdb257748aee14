import { expect, it } from "vitest";
import { EventScanner } from "../../../src/formats/event-xml/event-scanner.ts";
import { bytesOf } from "./read-xml.ts";

const event = (payload: string): string => `<Event><System><EventID>1</EventID></System>${payload}</Event>`;

it.each([
  [event("<EventData><Data Name='a'>text &amp; &lt;more&gt;</Data></EventData>"), false],
  [event("\n <UserData>\n  <e:P>\n   <a>text</a>\n   <b>more</b></e:P></UserData>"), false],
  [event("<RenderingInfo><Keywords><Keyword>text</Keyword></Keywords></RenderingInfo>"), false],
  [event("<EventData><Data>te&#120;t</Data></EventData>"), true],
  [event("<EventData><Data><![CDATA[te]]>xt</Data></EventData>"), true],
  [event("<EventData><Data>te<!-- -->xt</Data></EventData>"), true],
  [event("<EventData><Data>te<?x y?>xt</Data></EventData>"), true],
  [event("<EventData><Data><b>te</b><b>xt</b></Data></EventData>"), true],
  [event("<UserData><P><a>te<b/>xt</a></P></UserData>"), true],
  [event("<UserData><P><a text='more\ntext'/></P></UserData>"), true],
  [event("<RenderingInfo><Message><b>te</b><b>xt</b></Message></RenderingInfo>"), true],
])("tells whether the values of %s may be spelled otherwise", (text, mayRespell) => {
  const scanner = new EventScanner();
  const bytes = bytesOf(`${text}<`);
  expect(scanner.scan(bytes, 0, bytes.length - 1)).toBe("whole");
  expect(scanner.mayRespell).toBe(mayRespell);
});
