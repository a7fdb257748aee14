import { packed } from "./packed.ts";

/**
 * By provider, since an id means another thing for each of them. Sources: Microsoft's pages on the events of the Service
 * Control Manager, the event log, Kernel-General, Kernel-Power, Windows Update, Netlogon ("How to manage the changes in
 * Netlogon secure channel connections", KB4557222), the KDC (KB5008380, KB5021131) and "Appendix L: Events to Monitor".
 */
export const SYSTEM_LOG = packed`
# system;system.system @ service control manager ! 7036 7040 7045
7000 The service {.param1} failed to start[: {.param2}]
7001 A service could not start, because one that it needs did not
7009,7011 The service {.param2} did not answer in time
7022 The service {.param1} hung at its start
7023,7024 The service {.param1} ended with an error[: {.param2}]
7031,7034 The service {.param1} ended unexpectedly
7036 The service {.param1} changed its state to {.param2}
7040 The start type of {.param1} was changed[ from {.param2}][ to {.param3}][~ by {sid}]
7045 The service {service} was installed[: {.ImagePath}][~, by {sid}]
# system;system.system @ ~eventlog;eventlog ! 104 6008
104 {user} cleared the log {.Channel}|{user} cleared a log
6005 The event log service started
6006 The event log service stopped
6008 The last shutdown was unexpected
6009 Windows reported its version at boot
6013 The system had been up for {.param5} seconds
6011 The computer was renamed[ from {.param1}][ to {.param2}]
# system;system.system @ user32 ! 1074
1074 {.param7} requested a {.param5}[ with {.param1}][: {.param3}]
# system;system.system @ ~kernel-general
1 The system time was changed[ from {.OldTime}][ to {.NewTime}]
12 The system started
13 The system is shutting down
15,16 The hive {.HiveName} was reorganized
# system;system.system @ ~kernel-power
41 The system restarted without a clean shutdown
42 The system went to sleep
107 The system woke up
109 The kernel started a shutdown
# system;system.system @ ~power-troubleshooter
1 The system woke up
# system;system.system @ ~filtermanager
1 The file system filter {.DriverName} was unloaded
6 The file system filter {.DeviceName} was loaded
# system;system.system @ ~windowsupdateclient
19 The update {.updateTitle} was installed
20 The update {.updateTitle} failed
43 The installation of {.updateTitle} started
44 The download of {.updateTitle} started
# system;system.system @ netlogon
5719 No domain controller could be reached
5827,5828 A vulnerable Netlogon connection was denied
5829,5830,5831 A vulnerable Netlogon connection was allowed
# system;system.system @ ~kerberos-key-distribution-center;kdc;~security-kerberos
4 A Kerberos ticket was encrypted with another key than the server's
14,16,27,42 No common Kerberos encryption type was found
39,40,41 A certificate could not be mapped to an account
# system;system.system @ ~dns-client
1014 No DNS server answered for {.QueryName}
# system;system.system @ ~distributedcom;dcom
10016 A program was refused a COM server
10036 A COM call of {.param3} was refused
# system;system.system @ ~grouppolicy
1500,1501,1502,1503 Group policy was applied
# system;system.system @ ~wer-systemerrorreporting;bugcheck
1001 The system restarted after a stop error
# system;system.system @ ~userpnp
20001 A driver was installed`;
