/** Parts of hostile notes, to be repeated: each opens something that nothing closes. */
export const REPEATS = [
  ...["*", "[", "![", "<", "`a ``b ", "**a ", "[a](", "{{", "{{a}}", "{{ ", "!{a{", "!{", "&lt;", "c:\\*"],
  ...["$osquery_", "$investigate_0 ", '!{osquery{"', "a@", "http://", " \n", "# a\n", "-", "C:\\a b", "|a"],
  ...["<a href=", "\\", "\\\\a", "~", "<!--"],
] as const;
