/** Markup that opens something and never closes it, for tests of what repeating it loses and costs. */
export const ENDLESS_DOCTYPES = [
  "<!DOCTYPE",
  "<!DOCTYPE x [",
  '<!DOCTYPE x "',
  "<!DOCTYPE x '<!DOCTYPE x \"",
  "<!DOCTYPE x [<!-- -->",
  "<!DOCTYPE x [<!--",
  "<!DOCTYPE x [<a",
  "<!DOCTYPE x ['<",
];

export const ENDLESS_MARKUP = [
  "<",
  "<!",
  "<!--",
  "<![CDATA[",
  "<?",
  "<Event>",
  "<Event",
  "<Event a='",
  "</",
  "<Event><a><Event>",
  "<Event><System/><a>",
];
