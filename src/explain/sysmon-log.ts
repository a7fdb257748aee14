import type { EventLog } from "./event-log.ts";

/** Source: Sysinternals' page on Sysmon (learn.microsoft.com/sysinternals/downloads/sysmon, "Events"), up to 29. */
export const SYSMON_LOG: EventLog = {
  channels: [
    "microsoft-windows-sysmon/operational",
    "windows.sysmon_operational",
    "microsoft-windows-sysmon",
  ],
  events: `
1 A process was created|{parent} started {process}[ {args}][~ as {login}]|{user} started {process}[ {args}]|{process} was started[: {command}]
2 A file's creation time was changed|{who} changed the creation time of {file}
3 A network connection was detected|(network.direction=egress){who} connected to {destination}|(network.direction=ingress)(network.transport=tcp){who} accepted a connection from {source}|{who} had a connection between {source} and {destination}|{who} had a connection with {destination}
4 The Sysmon service changed its state|The Sysmon service changed its state to {.State}
5 A process ended|{process} ended
6 A driver was loaded|The driver {file} was loaded
7 A library was loaded|{who} loaded {dll}
8 A thread was started in another process|{who} started a thread in {target}|{who} started a thread in another process
9 A drive was read directly|{who} read {file} directly, past the file system|{who} read a drive directly, past the file system
10 A process was opened|{who} opened {target}[ with {access}]|{who} opened another process
11 A file was created|{who} created {file}
12 A registry key or value was created or deleted|(EventType=CreateKey){who} created the key {registry}|(EventType=DeleteKey){who} deleted the key {registry}|(EventType=CreateValue){who} created {registry}|(EventType=DeleteValue){who} deleted {registry}|{who} created or deleted {registry}
13 A registry value was set|{who} set {registry}[ = {data}]
14 A registry key or value was renamed|{who} renamed {registry}[ to {.NewName}]
15 A file stream was created|{who} wrote the stream {file}
16 Sysmon's configuration changed|Sysmon's configuration was changed[ to {.Configuration}]
17 A pipe was created|{who} created the pipe {pipe}
18 A pipe was connected to|{who} connected to the pipe {pipe}
19 A WMI event filter was registered|(Operation=Created){user} created the WMI event filter {.Name}[: {.Query}]|(Operation=Deleted){user} deleted the WMI event filter {.Name}|{user} changed the WMI event filter {.Name}
20 A WMI event consumer was registered|(Operation=Created){user} created the WMI consumer {.Name}[, which runs {consumer}]|(Operation=Deleted){user} deleted the WMI consumer {.Name}|{user} changed the WMI consumer {.Name}
21 A WMI consumer was bound to a filter|(Operation=Deleted){user} unbound the WMI consumer {.Consumer} from {.Filter}|{user} bound the WMI consumer {.Consumer} to {.Filter}
22 A DNS name was looked up|{who} looked up {dns}
23 A file was deleted and archived|{who} deleted {file}
24 The clipboard changed|{who} put something on the clipboard
25 A process image was tampered with|The image of {process} was tampered with[ ({message})]
26 A file was deleted|{who} deleted {file}
27 Sysmon blocked an executable file|Sysmon kept {process} from creating {file}
28 Sysmon blocked the shredding of a file|Sysmon kept {process} from shredding {file}
29 An executable file was created|{who} created the executable {file}
255 Sysmon reported an error|Sysmon reported an error[: {.Description}]`,
};
