import type { EventLog } from "./event-log.ts";

const channels = ["system", "system.system"];

/**
 * By provider, since an id means another thing for each of them. Sources: Microsoft's pages on the events of the Service
 * Control Manager, the event log, Kernel-General, Kernel-Power, Windows Update, Netlogon ("How to manage the changes in
 * Netlogon secure channel connections", KB4557222), the KDC (KB5008380, KB5021131) and "Appendix L: Events to Monitor".
 */
export const SYSTEM_LOG: readonly EventLog[] = [
  {
    channels,
    providers: ["service control manager"],
    certain: ["7036", "7040", "7045"],
    events: `
7000 A service failed to start|The service {.param1} failed to start[: {.param2}]
7001 A service could not start, because one that it needs did not
7009,7011 A service did not answer in time|The service {.param2} did not answer in time
7022 A service hung at its start|The service {.param1} hung at its start
7023,7024 A service ended with an error|The service {.param1} ended with an error[: {.param2}]
7026 Drivers failed to load at boot
7030 An interactive service may not work|The service {.param1} is interactive, which the system does not allow
7031,7034 A service ended unexpectedly|The service {.param1} ended unexpectedly
7032 The recovery of a service failed
7035 A service was sent a control|The service {.param1} was sent a control[: {.param2}]
7036 A service changed its state|The service {.param1} changed its state to {.param2}
7038 A service could not log on|The service {.param1} could not log on as {.param2}
7040 A service's start type was changed|The start type of {.param1} was changed[ from {.param2}][ to {.param3}][~ by {sid}]
7042 A stop control was sent to a service
7043 A service did not shut down properly|The service {.param1} did not shut down properly
7045 A service was installed|The service {service} was installed[: {.ImagePath}][~, by {sid}]`,
  },
  {
    channels,
    providers: ["microsoft-windows-eventlog", "eventlog"],
    certain: ["104", "6008"],
    events: `
104 A log was cleared|{user} cleared the log {.Channel}|{user} cleared a log
6000 A log is full
6005 The event log service started
6006 The event log service stopped
6008 The last shutdown was unexpected
6009 Windows told its version at boot
6011 The computer was renamed|The computer was renamed[ from {.param1}][ to {.param2}]
6013 The system told its uptime|The system had been up for {.param5} seconds`,
  },
  {
    channels,
    providers: ["user32"],
    certain: ["1074"],
    events: `
1073 A shutdown was cancelled
1074 A shutdown or restart was requested|{.param7} requested a {.param5}[ with {.param1}][: {.param3}]
1076 A reason for the last unexpected shutdown was given`,
  },
  {
    channels,
    providers: ["microsoft-windows-kernel-general"],
    events: `
1 The system time was changed|The system time was changed[ from {.OldTime}][ to {.NewTime}]
12 The system started
13 The system is shutting down
15,16 A registry hive was reorganized|The hive {.HiveName} was reorganized
20 The leap second configuration was updated
24 The time zone bias was set`,
  },
  {
    channels,
    providers: ["microsoft-windows-kernel-power"],
    events: `
41 The system restarted without a clean shutdown
42 The system went to sleep
107 The system woke up
109 The kernel started a shutdown
172 Connected standby reported the state of the network`,
  },
  {
    channels,
    providers: ["microsoft-windows-power-troubleshooter"],
    events: `
1 The system woke up`,
  },
  {
    channels,
    providers: ["microsoft-windows-kernel-boot"],
    events: `
20 The last shutdown and boot were judged
25 The boot menu policy was read
27 The boot type was read
30,32 The boot loader took its time`,
  },
  {
    channels,
    providers: ["microsoft-windows-filtermanager"],
    events: `
1 A file system filter was unloaded|The file system filter {.DriverName} was unloaded
6 A file system filter was loaded|The file system filter {.DeviceName} was loaded`,
  },
  {
    channels,
    providers: ["microsoft-windows-windowsupdateclient"],
    events: `
19 An update was installed|The update {.updateTitle} was installed
20 An update failed|The update {.updateTitle} failed
43 An update is being installed|The installation of {.updateTitle} started
44 An update is being downloaded|The download of {.updateTitle} started`,
  },
  {
    channels,
    providers: ["netlogon"],
    events: `
5719 No domain controller could be reached
5722,5723 A computer failed to authenticate
5805 A computer failed to authenticate
5827,5828 A vulnerable Netlogon connection was denied
5829,5830,5831 A vulnerable Netlogon connection was allowed`,
  },
  {
    channels,
    providers: [
      "microsoft-windows-kerberos-key-distribution-center",
      "kdc",
      "microsoft-windows-security-kerberos",
    ],
    events: `
4 A Kerberos ticket was encrypted with another key than the server's
14,16,27,42 No common Kerberos encryption type was found
35,36,37 A Kerberos ticket had no valid PAC
39,40,41 A certificate could not be mapped to an account`,
  },
  {
    channels,
    providers: ["microsoft-windows-dns-client"],
    events: `
1014 No DNS server answered|No DNS server answered for {.QueryName}`,
  },
  {
    channels,
    providers: ["microsoft-windows-distributedcom", "dcom"],
    events: `
10005 A COM server could not be started
10010 A COM server did not register in time
10016 A program was refused a COM server
10028 A computer could not be reached over COM
10036 A COM call with too low a security level was refused|A COM call of {.param3} was refused`,
  },
  {
    channels,
    providers: ["microsoft-windows-grouppolicy"],
    events: `
1129 Group policy failed: no domain controller
1500,1501,1502,1503 Group policy was applied`,
  },
  {
    channels,
    providers: ["microsoft-windows-ntfs", "ntfs"],
    events: `
55 The file system is damaged|The file system on {.DriveName} is damaged
98 The state of a volume was read|The state of the volume {.DriveName} was read`,
  },
  {
    channels,
    providers: ["microsoft-windows-time-service"],
    events: `
35,37 The clock is kept by a time source|The clock is kept by {.TimeSource}
134,129,36 The clock found no time source
52 The clock was set by an offset`,
  },
  {
    channels,
    providers: ["microsoft-windows-directory-services-sam"],
    events: `
16962,16965,16968,16969 Remote access to SAM was restricted
16983 The SAM is being checked`,
  },
  {
    channels,
    providers: ["application popup"],
    events: `
26 A message was shown to the user|{.param1} showed a message[: {.param2}]`,
  },
  {
    channels,
    providers: ["microsoft-windows-wer-systemerrorreporting", "bugcheck"],
    events: `
1001 The system restarted after a stop error`,
  },
  {
    channels,
    providers: ["microsoft-windows-userpnp"],
    events: `
20001 A driver was installed
20003 A driver service was added`,
  },
];
