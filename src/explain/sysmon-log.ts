import { packed } from "./packed.ts";

/** Source: Sysinternals' page on Sysmon (learn.microsoft.com/sysinternals/downloads/sysmon, "Events"), up to 29. */
export const SYSMON_LOG = packed`
# ~sysmon/operational;windows.sysmon_operational;~sysmon
1 {parent} started {process}[ {args}][~ as {login}]|{user} started {process}[ {args}]|{process} was started[: {command}]
2 {who} changed the creation time of {file}
3 (network.direction=egress){who} connected to {destination}|(network.direction=ingress)(network.transport=tcp){who} accepted a connection from {source}|{who} had a connection between {source} and {destination}|{who} had a connection with {destination}
4 The Sysmon service changed its state to {.State}
5 {process} ended
6 The driver {file} was loaded
7 {who} loaded {dll}
8 {who} started a thread in {image}|{who} started a thread in another process
9 {who} read {file} directly, past the file system|{who} read a drive directly, past the file system
10 {who} opened {image}[ with {access}]|{who} opened another process
11 {who} created {file}
12 (EventType=CreateKey){who} created the key {registry}|(EventType=DeleteKey){who} deleted the key {registry}|(EventType=CreateValue){who} created {registry}|(EventType=DeleteValue){who} deleted {registry}|{who} created or deleted {registry}
13 {who} set {registry}[ = {data}]
14 {who} renamed {registry}[ to {.NewName}]
15 {who} wrote the stream {file}
16 Sysmon's configuration was changed[ to {.Configuration}]
17 {who} created the pipe {pipe}
18 {who} connected to the pipe {pipe}
19 (Operation=Created){user} created the WMI event filter {.Name}[: {.Query}]|(Operation=Deleted){user} deleted the WMI event filter {.Name}|{user} changed the WMI event filter {.Name}
20 (Operation=Created){user} created the WMI consumer {.Name}[, which runs {consumer}]|(Operation=Deleted){user} deleted the WMI consumer {.Name}|{user} changed the WMI consumer {.Name}
21 (Operation=Deleted){user} unbound the WMI consumer {.Consumer} from {.Filter}|{user} bound the WMI consumer {.Consumer} to {.Filter}
22 {who} looked up {dns}
23 {who} deleted {file}
24 {who} put something on the clipboard
25 The image of {process} was tampered with[ ({message})]
26 {who} deleted {file}
27 Sysmon kept {process} from creating {file}
28 Sysmon kept {process} from shredding {file}
29 {who} created the executable {file}
255 Sysmon reported an error[: {.Description}]`;
