/** Mistakes of people who come from another language or paste from a page: where the error is, and what it advises. */
import { describe, expect, it } from "vitest";
import { parseEql } from "../../../src/eql/index.ts";
import { errorOf } from "../helpers.ts";

const raw = String.raw;

/** A query; line, column and text of the error; what the message must contain. */
type Row = readonly [text: string, line: number, column: number, offending: string, remedy: string];

function table(rows: readonly Row[]): void {
  it.each(rows)("%j at %i:%i, %j: %s", (text, line, column, offending, remedy) => {
    const error = errorOf(() => parseEql(text));
    expect({ line: error.line, column: error.column, offending: error.offending }).toEqual({
      line,
      column,
      offending,
    });
    expect(error.message).toContain(remedy);
    expect(error.message).toMatch(/[.?]$/);
  });
}

describe("syntax of KQL and Lucene", () => {
  table([
    ['process.name : "cmd.exe"', 1, 8, ".", "any where"],
    ["event.category:process and x:1", 1, 6, ".", "any where"],
    ["process where process.name:cmd.exe", 1, 28, "cmd", 'double quotes, never a field: write : "cmd.exe"'],
    ["process where process.args : *-enc*", 1, 30, "*", 'write : "*-enc*"'],
    ["process where process.name : *", 1, 30, "*", "!= null"],
    ['process where name : "a" AND args : "b"', 1, 26, "AND", "write and"],
    ['process where name : "a" OR args : "b"', 1, 26, "OR", "write or"],
    ['process where NOT name : "a"', 1, 15, "NOT", "write not"],
    ['process where name : ("a" or "b")', 1, 27, "or", "commas"],
    ['process where name : ("a" and "b")', 1, 27, "and", "repeat the comparison"],
    ["process where name : /cmd.*/", 1, 22, "/", 'regex "pattern"'],
    ["process where exists name", 1, 15, "exists", "!= null"],
  ]);
});

describe("syntax of SQL, ES|QL and programming languages", () => {
  table([
    ["SELECT * FROM logs", 1, 8, "*", "event category"],
    ["from logs | where true", 1, 6, "logs", "event category"],
    ["process where pid = 5", 1, 19, "=", "=="],
    ["process where pid === 5", 1, 21, "=", "=="],
    ["process where pid <> 5", 1, 20, ">", "!="],
    ['process where name : "a" && pid > 4', 1, 26, "&&", "the word and"],
    ['process where name : "a" || pid > 4', 1, 26, "||", "the word or"],
    ['process where !name : "a"', 1, 15, "!", "write not"],
    ['process where name !: "a"', 1, 20, "!", "write not"],
    ['process where name not like "a*"', 1, 20, "not", 'put "not" before it'],
    ["process where name is not null", 1, 20, "is", "!= null"],
    ["process where name == NULL", 1, 23, "NULL", "write null"],
    ["process where flag == True", 1, 23, "True", "write true"],
    ['process where name LIKE "a%"', 1, 20, "LIKE", "write like"],
    ['process where name ilike "a"', 1, 20, "ilike", "like~"],
    ["process where pid between 1 and 5", 1, 19, "between", "field >= 1 and field <= 5"],
    ["process where pid >= 1 and <= 5", 1, 28, "<=", "every comparison needs its own"],
    ["process where 1 < pid < 5", 1, 23, "<", "join two of them with and"],
    ['process where name =~ "a.*"', 1, 21, "~", "regex"],
    ['process where name.contains("a")', 1, 28, "(", "length(field)"],
    ["process where args[0] == 1", 1, 19, "[", "if any of them does"],
    ["process where args.0 == 1", 1, 19, ".0", "if any of them does"],
    ["process where code == 0x1F", 1, 24, "x1F", "31"],
    [`process where code == 0x${"f".repeat(100)}`, 1, 24, `x${"f".repeat(100)}`, "The number ends here"],
    ["process where size > 1,000", 1, 23, ",", "without separators"],
    ["process where size > 1_000", 1, 23, "_000", "without separators"],
    ['process where name not ["a"]', 1, 20, "not", 'followed by "in"'],
    ["process where name == /cmd/", 1, 23, "/", 'regex "pattern"'],
    ['process where name == ["a"]', 1, 23, "[", 'in ("a", "b")'],
    ['process where name : ["a"]', 1, 22, "[", '("a", "b")'],
    ["process where length(name)[0] == 1", 1, 27, "[", "if any of them does"],
    ['process where name : "a" : "b"', 1, 26, ":", "Only one comparison"],
    ["process where pid > 4 5.5", 1, 23, "5.5", "Expected and, or"],
    ['process where pid > 4 "a"', 1, 23, '"a"', "Expected and, or"],
    ["process where pid > 4 (5)", 1, 23, "(", "Expected and, or"],
    ["process where pid > 4 where name : 5", 1, 23, "where", "one where"],
    ["process where name != *", 1, 23, "*", "!= null"],
    ["process where pid > )", 1, 21, ")", "found )"],
    ['process where {name : "a"}', 1, 15, "{", "parentheses"],
    ['process where name in ["a"]', 1, 23, "[", 'in ("a", "b")'],
    ['process where name in "a"', 1, 23, '"a"', 'in ("a", "b")'],
    ["process where name in (cmd)", 1, 24, "cmd", "double quotes"],
    ["process where name == parent.name", 1, 23, "parent.name", "must be a constant"],
    ["process where pid > 4 ? true : false", 1, 23, "?", "and or or"],
    ['process where name : "a" # why', 1, 26, "#", "//"],
    ['process where name : "a" -- why', 1, 27, "- why", "//"],
    ['process where name : "a";', 1, 25, ";", "remove the semicolon"],
    ["process where true | limit 5", 1, 22, "limit", "did you mean head"],
    ["process where true | where pid > 4", 1, 22, "where", "join them with and"],
    ["process where true | stats count", 1, 22, "stats", "head and tail"],
  ]);
});

describe("syntax of Sigma and other rules", () => {
  table([
    ['process where name contains "a"', 1, 20, "contains", "stringContains(field"],
    ['process where name startswith "a"', 1, 20, "startswith", "startsWith(field"],
    ['process where name|endswith : "a"', 1, 20, "endswith", "endsWith(field"],
    ['process where contains(name, "a")', 1, 15, 'contains(name, "a")', "stringContains"],
    ["process where len(name) > 5", 1, 15, "len(name)", "it is length"],
    ['process where lower(name) == "a"', 1, 15, "lower(name)", "case is ignored by :"],
    ['process where startwith(name, "a")', 1, 15, 'startwith(name, "a")', "Did you mean startsWith"],
    ['process where wildcard(name, "a*")', 1, 15, 'wildcard(name, "a*")', 'field : "text*"'],
    ["process where cidrMatch(ip, 10.0.0.0/8)", 1, 33, ".0", "double quotes around an address"],
    ["process where cidrMatch(ip)", 1, 15, "cidrMatch(ip)", "at least 2 arguments, found 1"],
    ['process where length(name, "a") > 1', 1, 15, 'length(name, "a")', "exactly 1 argument, found 2"],
    ["process where startsWith(name, 5)", 1, 32, "5", "must be a string, found a whole number"],
    ["process where name : 5", 1, 22, "5", "== or in"],
  ]);
});

describe("strings and their quotes", () => {
  table([
    ["process where name : 'cmd.exe'", 1, 22, "'cmd.exe'", "double quotes"],
    ["process where name : 'cmd.exe", 1, 22, "'cmd.exe", "double quotes"],
    ["process where name : 'a\" b' and c", 1, 22, "'a\" b'", "double quotes"],
    ["process where name : 'cmd\n' and c", 1, 22, "'cmd\n", "double quotes"],
    ["process where name : ?'raw' and c", 1, 22, "?'raw'", 'three double quotes ["""]'],
    ['process where name : ?"it\'s" and c', 1, 22, '?"it\'s"', 'three double quotes ["""]'],
    ['process where name : """open', 1, 22, '"""', 'end it with """'],
    ["process where ``  == 1", 1, 15, "``", "cannot be empty"],
    ["process where `a == 1", 1, 15, "`a == 1", "add a backtick"],
    ["process where name : “cmd.exe”", 1, 22, "“", "straight double quotes"],
    ["process where name : ‘cmd.exe’", 1, 22, "‘", "straight double quotes"],
    ['process where name : "cmd.exe', 1, 22, '"cmd.exe', 'end it with "'],
    ['process where name : cmd.exe"', 1, 29, '"', 'end it with "'],
    ['process where name : "say "hi""', 1, 28, "hi", raw`write a double quote as \"`],
    ['process where name == "a" "b"', 1, 27, '"b"', 'in ("a", "b")'],
    ['process where name : ("a" "b")', 1, 27, '"b"', "comma is missing"],
    ['process where name : ("a", "b"', 1, 31, "", ") is missing"],
    ['process where name : ("a",)', 1, 27, ")", "after the comma"],
    [raw`process where path : "C:\Windows\*"`, 1, 25, raw`\W`, "must be doubled"],
    [raw`process where path : "C:\users"`, 1, 25, raw`\user`, "backslash that is meant itself is doubled"],
    [raw`process where path : "C:\temp\"`, 1, 22, raw`"C:\temp\"`, "double the backslash"],
    [raw`process where path : C:\Windows`, 1, 24, "\\", "put double quotes around the text"],
    ['process where name : "two\nlines"', 1, 22, '"two', 'end it with "'],
    ['process where name : ?"raw"', 1, 22, '?"raw"', 'three double quotes ["""]'],
  ]);
});

describe("characters copied from a page", () => {
  table([
    ["process where pid ≥ 5", 1, 19, "≥", "write >="],
    ["process where pid ≠ 5", 1, 19, "≠", "write !="],
    ["process where pid – 1 == 5", 1, 19, "–", "write -"],
    ['process where name ： "a"', 1, 20, "：", "write :"],
    ["process where name ！= 1", 1, 20, "！", "write !"],
    ["process where startsWith～(a, b)", 1, 25, "～", "write ~"],
    ["process where é == 1", 1, 15, "é", "U+00E9"],
    ["process where pid ^ 2 == 4", 1, 19, "^", "The character ^"],
    ['process where\u200b name : "a"', 1, 14, "\u200b", "U+200B"],
    ['process where name\u00a0: "a"', 1, 19, "\u00a0", "not an ordinary space"],
    ['\ufeffprocess where name : "a"', 1, 1, "\ufeff", "delete it"],
    ["process where name : 💩", 1, 22, "💩", "U+1F4A9"],
    ["process\twhere\r\n\tpid = 5", 2, 6, "=", "=="],
    ["// a rule\r\nprocess where /* two\r\nlines */ name = 1", 3, 15, "=", "=="],
  ]);
});

describe("whole queries", () => {
  table([
    ["", 1, 1, "", "event category"],
    ["any", 1, 4, "", "where"],
    ["any where", 1, 10, "", "found the end of the query"],
    ['where name : "a"', 1, 1, "where", "any where"],
    ['* where name : "a"', 1, 1, "*", "any where"],
    ['process name : "a"', 1, 9, "name", "process where"],
    ["Process Where true", 1, 9, "Where", "write where"],
    ["process, file where true", 1, 8, ",", 'event.category in ("process"'],
    ["process or file where true", 1, 9, "or", 'event.category in ("process"'],
    ["process where true file where true", 1, 20, "file", "one query"],
    ["process where any", 1, 15, "any", "in backticks"],
    ["process where pid > 4 and", 1, 26, "", "found the end of the query"],
    ["process where and pid > 4", 1, 15, "and", "missing before this and"],
    ["process where ()", 1, 16, ")", "parentheses are empty"],
    ["process where (pid > 4", 1, 23, "", ") is missing"],
    ["process where pid > 4)", 1, 22, ")", "closes nothing"],
    ["process where pid > 4 |", 1, 24, "", "head 10"],
    ["process where pid > 4 | head", 1, 29, "", "head 10"],
    ["process where pid > 4 /* why", 1, 23, "/* why", "add */"],
  ]);
});

describe("sequences and samples", () => {
  const [a, b] = ["[a where true]", "[b where true]"];
  table([
    [`sequence by id ${a}`, 1, 1, `sequence by id ${a}`, "with runs=2"],
    [`sequence with maxspan=5 ${a} ${b}`, 1, 23, "5", "5s"],
    [`sequence with maxspan=5min ${a} ${b}`, 1, 24, "min", "ms, s, m, h, d"],
    [`sequence with maxspan=5M ${a} ${b}`, 1, 24, "M", "ms, s, m, h, d"],
    [`sequence with maxspan 5m ${a} ${b}`, 1, 23, "5", "maxspan=5m"],
    [`sequence maxspan=5m ${a} ${b}`, 1, 10, "maxspan", "with maxspan=5m"],
    [`sequence with maxspan=5m by id ${a} ${b}`, 1, 26, "by", "before with maxspan"],
    [`sequence ${a} ${b} with maxspan=5m`, 1, 45, "maxspan", "before the events"],
    [`process where true with maxspan=5m`, 1, 20, "with", "before the events"],
    [`sequence by id ${a} until process where true`, 1, 37, "process", "until [ ... ]"],
    [`sample by id ${a} process where true`, 1, 29, "process", "sample by host.id [ ... ]"],
    [`sequence ${a} fork ${b}`, 1, 25, "fork", "does not support fork"],
    [`sequence with runs=3 ${a}`, 1, 15, "runs", "after an event"],
    [`sequence ${a} ${b} by id`, 1, 25, `${b} by id`, "same number of keys"],
    [`sequence by id, ${a} ${b}`, 1, 17, "[", "after the comma"],
    [`sequence by id and user ${a} ${b}`, 1, 16, "and", "separated by commas"],
    [`sequence by id ${a}, ${b}`, 1, 30, ",", "without commas"],
    [`sequence by id ${a} then ${b}`, 1, 31, "then", "nothing between them"],
    [`sequence by id ${a} process ${b}`, 1, 31, "process", "another event in brackets"],
    ["sequence by host.id (a where true) (b where true)", 1, 21, "(", "square brackets"],
    ["sequence [a where true by id] [b where true by id]", 1, 24, "by", "after the ]"],
    [`sequence by id ${a} [b where true`, 1, 44, "", "] is missing"],
    [`sequence by id [a == 1] ${b}`, 1, 19, "==", "any where"],
    [`sequence by id ${a} with runs 3`, 1, 41, "3", "with runs=3"],
    [`sequence by id ${a} with runs=3 by x`, 1, 43, "by", "before with runs"],
    [`sequence by id ${a} with count=3`, 1, 36, "count", "with runs=N"],
    [`sequence by id ! ${a} ${b}`, 1, 16, "!", "![ ... ]"],
    [`sequence by id not ${a} ${b}`, 1, 16, "not", "![ ... ]"],
    [`sequence with maxspan=1m not ${a} ${b}`, 1, 26, "not", "![ ... ]"],
    [`sequence with maxspan=1m [any where true] not ${a} ${b}`, 1, 43, "not", "![ ... ]"],
    [`sequence by id ${a} !${b}`, 1, 31, `!${b}`, "add with maxspan"],
    [`sample by id ${a}`, 1, 1, `sample by id ${a}`, "at least two events"],
    [`sample ${a} ${b}`, 1, 1, `sample ${a} ${b}`, "sample by host.id"],
    [`sample by id with maxspan=1m ${a} ${b}`, 1, 14, "with", "no maxspan"],
  ]);
});
