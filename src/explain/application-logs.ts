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
# application;system.application @ application hang
1002 {.param1} hung
# application;system.application @ msiinstaller
1033,11707 {.param1} was installed
1034,11724 {.param1} was removed
1035,11728 {.param1} was reconfigured
1040 The installation of {.param1} began
1042 The installation of {.param1} ended
11708 An installation failed[: {.param1}]
# application;system.application @ esent
216 A database was moved
325 A database was created
326 A database was attached
327 A database was detached
# application;system.application @ mssqlserver
18456 A logon to SQL Server failed
# application;system.application @ ~capi2
4097 The root certificate {.param1} was added by Windows Update
# application;system.application @ ~restartmanager
10000 A program began to restart others
10001 A program ended restarting others
10010 {.FullPath} could not be restarted
# application;system.application @ ~winlogon
6000,6003 {.param1} missed a notification of Winlogon
# application;system.application @ ~wmi
5615 WMI started
5617 WMI is ready
# application;system.application @ ~user profiles service
1511 {user} got a temporary profile|A temporary profile was used
1530 A program kept a user's hive open at logoff
1531 The user profile service started
1532 The user profile service stopped
# application;system.application @ ~security-spp
900 The licensing service is starting
902 The licensing service started
903 The licensing service stopped
1003 The licence was checked
8198 Windows could not be activated
16384 The licensing service set its next start[: {.param1}]
# application;system.application @ securitycenter
1 The Security Center started
15 {.param1} reported its state[: {.param2}]
16 The state of {.param1} could not be updated
# application;system.application @ vss
8224 The shadow copy service stopped
# msexchange management
1 The Exchange command {.param1} ran[: {.param2}]
6 The Exchange command {.param1} failed[: {.param2}]
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
22 The desktop of {.User} started in session {.SessionID}[ from {.Address}]
23 {.User} logged off from session {.SessionID}
24 {.User} disconnected from session {.SessionID}[ from {.Address}]
25 {.User} reconnected to session {.SessionID}[ from {.Address}]
39 Session {.TargetSession} was disconnected by session {.Source}
40 Session {.Session} was disconnected
# ~terminalservices-remoteconnectionmanager/operational;~terminalservices-remoteconnectionmanager
261 The Remote Desktop listener received a connection
1149 {.Param1} authenticated over Remote Desktop[ from {.Param3}]
# ~remotedesktopservices-rdpcorets/operational
65 The Remote Desktop connection {.ConnectionName} began
66 The Remote Desktop connection {.ConnectionName} got session {.SessionID}
102,103 A Remote Desktop connection ended
131 A Remote Desktop connection from {.ClientIP} was accepted
140 A Remote Desktop connection from {.IPString} failed: wrong credentials
148 The Remote Desktop channel {.ChannelName} was closed
226 Remote Desktop met an error[ on {.EventName}]
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
9705 The commands of {.KeyName} are being started
9706 The commands of {.KeyName} have been started
9707 {.Command} was started from a Run key
9708 {.Command} ran from a Run key[ as process {.PID}]
# ~grouppolicy/operational
4000,4001,4002,4003,4004,4005,4006,4007 Group policy for {.PrincipalSamName} began to be applied
8000,8001,8002,8003,8004,8005,8006,8007 Group policy for {.PrincipalSamName} was applied
4016 Group policy began to apply {.CSEExtensionName}
5016 Group policy applied {.CSEExtensionName}
4115,4116,5116 The group policy service started
4117 A group policy session began
5117 A group policy session ended
4126 The policies that apply are being looked up
5126 The policies that apply were looked up
5257 The policies were downloaded
5312 These policies apply[: {.DescriptionString}]
5313 These policies do not apply[: {.DescriptionString}]
5115,5311,5320,5321,5324,5325,5340,5351 Group policy reported its progress
# ~capi2/operational
10,11 A certificate chain was built
30 A certificate chain was checked
40,41 The revocation of a certificate was checked
50,51,52,53 {.URL} was fetched for a certificate|A list was fetched for a certificate
70 The private key of a certificate was opened
80,81 The signature of a file was checked
90 The certificates of a check were listed`;
