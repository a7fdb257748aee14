/** What a note may consist of, over and over, so that each piece begins something and none ends it. */
export const REPEATS = [
  ...["*", "[", "![", "<", "`a ``b ", "**a ", "[a](", "{{", "{{a}}", "{{ ", "!{a{", "!{", "&lt;", "c:\\*"],
  ...["$osquery_", "$investigate_0 ", '!{osquery{"', "a@", "http://", " \n", "# a\n", "-", "C:\\a b", "|a"],
  ...["<a href=", "\\", "\\\\a", "~", "<!--"],
] as const;
