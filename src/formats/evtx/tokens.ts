/** Tokens of binary XML (MS-EVEN6 2.2.12). */
export const TOKEN = {
  end: 0x00,
  openElement: 0x01,
  closeStartTag: 0x02,
  closeEmptyElement: 0x03,
  endElement: 0x04,
  value: 0x05,
  attribute: 0x06,
  cdata: 0x07,
  characterReference: 0x08,
  entityReference: 0x09,
  instructionTarget: 0x0a,
  instructionData: 0x0b,
  templateInstance: 0x0c,
  normalSubstitution: 0x0d,
  optionalSubstitution: 0x0e,
  fragmentHeader: 0x0f,
} as const;

/** On an element: attributes follow. On an attribute, a value or a reference: another of its kind follows. */
export const MORE = 0x40;
