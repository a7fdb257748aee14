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
7026 Drivers failed to load at boot[: {.param1}]
7030 The service {.param1} wants to show windows, which is not allowed
7035 The service {.param1} got a {.param2} control
7036 The service {.param1} changed its state to {.param2}
7038 The service {.param1} could not log on as {.param2}
7040 The start type of {.param1} was changed[ from {.param2}][ to {.param3}][~ by {sid}]
7043 The service {.param1} did not shut down in time
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
22 The bias of the time zone was changed[ from {.OldBias}][ to {.NewBias} minutes]
24 The time zone was refreshed[: its bias is {.CurrentBias} minutes]
# system;system.system @ ~kernel-boot
20 (LastShutdownGood=true)Windows started after a clean shutdown|(LastShutdownGood=false)Windows started after a shutdown that was not clean|Windows started
27 (BootType=0)Windows started from a full shutdown|(BootType=1)Windows started from a hybrid shutdown|(BootType=2)Windows came back from hibernation|Windows started
# system;system.system @ ~winlogon
7001 {.UserSid} logged on to session {.TSId}
7002 {.UserSid} logged off from session {.TSId}
# system;system.system @ ~time-service
35 The clock follows {.TimeSource}
36,47,50 The clock has had no valid time for a while
37 {.TimeSource} sends valid time
52 The clock was moved[ by {.TimeOffsetSeconds} seconds]
134 The time server {.DomainPeer} was not found
# system;system.system @ ~ntfs
98 (CorruptionActionState=0)The volume {.DriveName} is healthy|The volume {.DriveName} has to be checked
# system;system.system @ volsnap
25 The shadow copies of {.VolumeName} were deleted for lack of space
33 The oldest shadow copy of {.VolumeName} was deleted
# system;system.system @ disk
51 The disk {.param1} met an error while paging
153 The disk {.param1} repeated an operation
# system;system.system @ e1iexpress
27 The network link of {.param2} was lost
32 The network link of {.param2} came up
# system;system.system @ ~dhcp-client;~dhcpv6-client
50036,51046 The DHCP client service started
50037,51047 The DHCP client service stopped
# system;system.system @ netbt
4321 Another computer uses the name {.param2}[ at {.param4}]
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
10005 DCOM could not start the service {.param2}
10010 The COM server {.param1} did not register in time
10016 A program was refused a COM server
10028 DCOM could not reach the computer {.param1}
10036 A COM call of {.param3} was refused
# system;system.system @ ~grouppolicy
1500,1501,1502,1503 Group policy was applied
# system;system.system @ ~wer-systemerrorreporting;bugcheck
1001 The system restarted after a stop error
# system;system.system @ ~userpnp
20001 A driver was installed
20003 The service {.ServiceName} was added for the device {.DeviceInstanceID}
# system;system.system @ ~kernel-pnp
225 {.ProcessName} kept the device {.DeviceInstance} from being removed
# system;system.system @ application popup
26 A message appeared[: {.Caption}]
# system;system.system @ ~terminalservices-remoteconnectionmanager
1056 A new certificate was made for Remote Desktop`;
