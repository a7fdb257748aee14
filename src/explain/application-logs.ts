import { packed } from "./packed.ts";

/**
 * The Application log by provider, and the logs of single components. Sources: Microsoft's pages on each (PowerShell:
 * about_Logging_Windows; Task Scheduler; WMI-Activity; Remote Desktop Services; Defender Antivirus: "Review event logs and
 * error codes"; BITS; Windows Firewall; AppLocker: "Using Event Viewer with AppLocker"; Code Integrity: "Understanding App
 * Control events"; WinRM; NTLM auditing; SMB; Print Service) and the providers' own manifests.
 */
export const APPLICATION_LOGS = packed`
# application;system.application @ application error
1000 {.AppName} crashed[ in {.ModuleName}]|{.param1} crashed[ in {.param4}]
# application;system.application @ windows error reporting
1001 Windows Error Reporting recorded a problem of {.P1}|Windows Error Reporting recorded a problem[ of {.param6}]
# application;system.application @ .net runtime
1023,1026 A .NET program crashed
# application;system.application @ msiinstaller
1033,11707 {.param1} was installed
1034,11724 {.param1} was removed
11708 An installation failed[: {.param1}]
# application;system.application @ esent
216 A database was moved
325 A database was created
326 A database was attached
327 A database was detached
# application;system.application @ mssqlserver
18456 A logon to SQL Server failed
# ~powershell/operational;windows.powershell_operational;powershellcore/operational
4100 {user} met an error in PowerShell
4103 {user} ran {cmdlet} in PowerShell|{user} ran a PowerShell command
4104 {user} ran the script block {script}|A script block ran: {script}
24577 {user} started {.FileName} in PowerShell ISE
40961 PowerShell is starting
40962 PowerShell is ready for input
53504 PowerShell listens on its pipe[ in process {.param1}]
# windows powershell;windows.powershell
400 PowerShell started[: {command}]
403 PowerShell stopped[: {command}]
800 {user} ran {cmdlet} in PowerShell|{user} ran a PowerShell pipeline
# ~taskscheduler/operational
100 The task {task} started[ as {.UserContext}]
101,103,203 The task {task} failed
106 {.UserContext} registered the task {task}|The task {task} was registered
110 {.UserContext} started the task {task}
129 The task {task} started {.Path}
107 The task {task} was started by time
119 The task {task} was started by the logon of {.UserName}
140 {.UserName} changed the task {task}
141 {.UserName} deleted the task {task}
142 {.UserName} disabled the task {task}
200 The task {task} ran {.ActionName}
201 The task {task} ended {.ActionName}
# ~wmi-activity/operational
5857 The WMI provider {.ProviderName} was loaded
5858 A WMI operation of {.User} failed[: {.Operation}]
5859 A permanent WMI subscription was started[: {.query}]
5860 {.User} registered a temporary WMI subscription[: {.Query}]|A temporary WMI subscription was registered[: {.query}]
5861 A permanent WMI subscription was registered[: {.CONSUMER}]
# ~terminalservices-localsessionmanager/operational
21 {.User} logged on to session {.SessionID}[ from {.Address}]
23 {.User} logged off from session {.SessionID}
24 {.User} disconnected from session {.SessionID}[ from {.Address}]
25 {.User} reconnected to session {.SessionID}[ from {.Address}]
# ~terminalservices-remoteconnectionmanager/operational;~terminalservices-remoteconnectionmanager
261 The Remote Desktop listener received a connection
1149 {.Param1} authenticated over Remote Desktop[ from {.Param3}]
# ~remotedesktopservices-rdpcorets/operational
102,103 A Remote Desktop connection ended
131 A Remote Desktop connection from {.ClientIP} was accepted
140 A Remote Desktop connection from {.IPString} failed: wrong credentials
# ~terminalservices-rdpclient/operational
1024 The Remote Desktop client is connecting to {.Value}
1027 The Remote Desktop client connected to the domain {.DomainName}
1102 The Remote Desktop client starts a connection to {.Value}
# ~windows defender/operational;windows.windows_defender;~windows defender
1000 A Defender scan started
1001 A Defender scan ended
1002 {user} stopped a Defender scan
1006,1116 Defender found {threat}[ in {file}]
1007,1117 Defender acted on {threat}[ in {file}][: {.Action Name}]
1008,1118,1119 Defender failed to act on {threat}[ in {file}]
1009 Defender restored {threat} from quarantine
1011 Defender deleted {threat} from quarantine
1013 {user} deleted Defender's history
1015 Defender found suspicious behaviour of {process}
1121 An attack surface rule blocked {process}[ at {file}]
1122 An attack surface rule would have blocked {process}[ at {file}]
1123 Controlled folder access blocked {process}[ at {file}]
1124 Controlled folder access would have blocked {process}
1125 Network protection would have blocked {process}
1126 Network protection blocked {process}[ from {destination}]
1150,1151 Defender reported its health
2000 Defender's signatures were updated[ to {.Current security intelligence Version}]
2050 Defender uploaded {file}
5000 Defender's real-time protection was enabled
5001 Defender's real-time protection was disabled
5004 Defender's real-time protection was changed
5007 Defender's configuration was changed[ from {.Old Value}][ to {.New Value}]
5009,5011 Defender's scanning was enabled
5010,5012 Defender's scanning was disabled
5013 Tamper protection blocked a change[: {.Value}]
# ~bits-client/operational
3 {.string2} created the BITS job {.string}|{.jobOwner} created the BITS job {.jobTitle}
4 The BITS job {.jobTitle} ended
5 The BITS job {.jobTitle} was cancelled
59 The BITS job {.name} started to transfer {.url}
60 The BITS job {.name} stopped to transfer {.url}
61 The BITS job {.name} failed to transfer {.url}
16403 {.jobOwner} added {.RemoteName} to the BITS job {.jobTitle}
# ~windows firewall with advanced security/firewall
2002,2003,2082,2083 {.ModifyingApplication} changed a firewall setting[ to {.SettingValueString}]
2004,2071,2097 {.ModifyingApplication} added the firewall rule {.RuleName}|The firewall rule {.RuleName} was added
2005,2073,2099 {.ModifyingApplication} changed the firewall rule {.RuleName}|The firewall rule {.RuleName} was changed
2006,2052 {.ModifyingApplication} deleted the firewall rule {.RuleName}|The firewall rule {.RuleName} was deleted
2032,2060 Windows Firewall was reset to its defaults
2033,2059 All firewall rules were deleted
# ~applocker/exe and dll;~applocker/msi and script;~applocker/packaged app-deployment;~applocker/packaged app-execution
8002,8005,8020,8023 AppLocker allowed {.FilePath}
8003,8006,8021,8024 AppLocker would have blocked {.FilePath}
8004,8007,8022,8025 AppLocker blocked {.FilePath}
# ~codeintegrity/operational
3004,3023,3033,3063 Code integrity blocked {.FileNameBuffer}
3065,3066,3076 Code integrity would have blocked {.File Name}
3077 Code integrity blocked {.File Name}
# ~winrm/operational
6 A WinRM session to {.connection} is being created
91 A WinRM shell was created on this computer
162,169 WinRM authenticated {.username}
# ~ntlm/operational
4001,8001 NTLM was used for {.TargetName}
4004,8004 NTLM was used by {.UserName}[ from {.WorkstationName}]
# ~dns-client/operational
3006,3018 {.QueryName} is being looked up
3008,3020 The lookup of {.QueryName} ended
# ~smbserver/security;~smbserver/audit
551 An SMB logon of {.UserName} failed[ from {.ClientName}]
3000 SMB version 1 was used[ from {.ClientName}]
# ~smbclient/security
31001 The logon to {.ServerName} failed
# ~printservice/operational;~printservice/admin
808 The print spooler failed to load {.PluginDllName}
# ~shell-core/operational
9707 {.Command} was started from a Run key`;
