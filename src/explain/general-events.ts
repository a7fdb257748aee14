import { packed } from "./packed.ts";
import { readTemplate, type Template } from "./template.ts";

/**
 * Sentences for events that are known only by ECS's categories: those of Elastic Defend, of Microsoft 365 Defender, and of
 * any other source. A line is a category, words that one of the event's types or its action begins with or contains, and
 * the templates; `*` is any. The first line that fits decides.
 */
const TABLE = packed`
registry delet {who} deleted {registry}
registry renam {who} renamed {registry}
registry quer,access,read {who} read {registry}
registry creat {who} created {registry}[ = {data}]
registry * {who} set {registry}[ = {data}]|{registry} was changed
driver * The driver {dll} was loaded
library * {who} loaded {dll}
api * {who} called {call}[ on {target}]
process end,exit,terminat {process} ended
process access,open {who} opened {target}
process start,creat,exec,fork {parent} started {process}[ {args}][~ as {login}]|{user} started {process}[ {args}]|{process} was started[: {command}]
malware * Malware was found[ in {file}][: {threat}]
file delet,remov {who} deleted {file}
file renam {who} renamed {renamed} to {file}|{who} renamed a file to {file}
file overwrit {who} overwrote {file}
file creat {who} created {file}
file open,access,read {who} opened {file}
file change,modif,writ {who} changed {file}
dns * {who} looked up {dns}|The name {dns} was looked up
network lookup,dns {who} looked up {dns}
network disconnect,end,clos,terminat {who} ended a connection with {destination}|A connection with {destination} ended
network accept,inbound,ingress,listen {who} accepted a connection[ from {source}]
network * {who} looked up {dns}|{who} asked for {url}|{who} connected to {destination}|{source} connected to {destination}
authentication end,logged-out,logoff {user} logged off
authentication fail !{user} failed to log on[ {logon}][ from {from}]|{user} failed to log on[ {logon}][ from {from}]
authentication * !{user} failed to log on[ {logon}][ from {from}]|{user} logged on[ {logon}][ from {from}]
session end {user} ended a session
session * {user} began a session[ from {from}]`;

interface Line {
  readonly category: string;
  readonly starts: readonly string[];
  readonly templates: readonly Template[];
}

let lines: readonly Line[] | null = null;

function readLines(): readonly Line[] {
  return TABLE()
    .trim()
    .split("\n")
    .map((line) => {
      const [category = "", starts = "", ...rest] = line.split(" ");
      return {
        category,
        starts: starts === "*" ? [] : starts.split(","),
        templates: rest.join(" ").split("|").map(readTemplate),
      };
    });
}

/**
 * The templates for an event of these categories.
 *
 * @param kinds the event's types, its actions and the direction of its connection
 */
export function generalTemplates(
  categories: readonly string[],
  kinds: readonly string[],
): readonly Template[] {
  lines ??= readLines();
  const lower = kinds.map((kind) => kind.slice(0, 200).toLowerCase());
  return lines
    .filter(
      ({ category, starts }) =>
        categories.includes(category) &&
        (starts.length === 0 || starts.some((start) => lower.some((kind) => kind.includes(start)))),
    )
    .flatMap(({ templates }) => templates);
}
