import type { EventLog } from "./event-log.ts";

const application = ["application", "system.application"];

/**
 * The Application log by provider, and the logs of single components. Sources: Microsoft's pages on each (PowerShell:
 * about_Logging_Windows; Task Scheduler; WMI-Activity; Remote Desktop Services; Defender Antivirus: "Review event logs and
 * error codes"; BITS; Windows Firewall; AppLocker: "Using Event Viewer with AppLocker"; Code Integrity: "Understanding App
 * Control events"; WinRM; NTLM auditing; SMB; Print Service) and the providers' own manifests.
 */
export const APPLICATION_LOGS: readonly EventLog[] = [
  {
    channels: application,
    providers: ["application error"],
    events: `
1000 A program crashed|{.AppName} crashed[ in {.ModuleName}]|{.param1} crashed[ in {.param4}]`,
  },
  {
    channels: application,
    providers: ["application hang"],
    events: `
1002 A program hung|{.AppName} hung|{.param1} hung`,
  },
  {
    channels: application,
    providers: ["windows error reporting"],
    events: `
1001 A problem was reported|Windows Error Reporting recorded a problem of {.P1}|Windows Error Reporting recorded a problem[ of {.param6}]`,
  },
  {
    channels: application,
    providers: [".net runtime"],
    events: `
1023,1026 A .NET program crashed`,
  },
  {
    channels: application,
    providers: ["msiinstaller"],
    events: `
1033,11707 A program was installed|{.param1} was installed
1034,11724 A program was removed|{.param1} was removed
1035 A program was changed by its installer
1040 An installation began|An installation began[: {.param1}]
1042 An installation ended|An installation ended[: {.param1}]
11708 An installation failed|An installation failed[: {.param1}]`,
  },
  {
    channels: application,
    providers: ["esent"],
    events: `
102 A database engine started
103 A database engine stopped
216 A database was moved
325 A database was created
326 A database was attached
327 A database was detached`,
  },
  {
    channels: application,
    providers: ["mssqlserver"],
    events: `
15457 A setting of SQL Server was changed
18453,18454 A user logged on to SQL Server
18456 A logon to SQL Server failed`,
  },
  {
    channels: application,
    providers: ["vss"],
    events: `
8224 The shadow copy service stopped, as it was idle`,
  },
  {
    channels: application,
    providers: ["microsoft-windows-restartmanager"],
    events: `
10000 A session of the restart manager began
10001 A session of the restart manager ended`,
  },
  {
    channels: [
      "microsoft-windows-powershell/operational",
      "windows.powershell_operational",
      "powershellcore/operational",
    ],
    events: `
4100 PowerShell reported an error|{user} met an error in PowerShell
4103 A PowerShell command ran|{user} ran {cmdlet} in PowerShell|{user} ran a PowerShell command
4104 A PowerShell script block was recorded|{user} ran the script block {script}|A script block ran: {script}
4105 A PowerShell script block started
4106 A PowerShell script block ended
8193 A PowerShell session was created
8194,8195 A PowerShell runspace pool was opened
8196,8197 A PowerShell connection changed its state
24577 A script was started in PowerShell ISE|{user} started {.FileName} in PowerShell ISE
40961 PowerShell is starting
40962 PowerShell is ready for input
53504 PowerShell listens on a pipe|PowerShell listens on its pipe[ in process {.param1}]`,
  },
  {
    channels: ["windows powershell", "windows.powershell"],
    events: `
400 PowerShell started|PowerShell started[: {command}]
403 PowerShell stopped|PowerShell stopped[: {command}]
600 A PowerShell provider started
800 A PowerShell pipeline ran|{user} ran {cmdlet} in PowerShell|{user} ran a PowerShell pipeline`,
  },
  {
    channels: ["microsoft-windows-taskscheduler/operational"],
    events: `
100 A scheduled task started|The task {task} started[ as {.UserContext}]
101,103,203 A scheduled task failed|The task {task} failed
102 A scheduled task ended|The task {task} ended
106 A scheduled task was registered|{.UserContext} registered the task {task}|The task {task} was registered
107 A scheduled task was started by time|The task {task} was started by time
108 A scheduled task was started by an event|The task {task} was started by an event
110 A scheduled task was started by a user|{.UserContext} started the task {task}
111 A scheduled task was terminated|The task {task} was terminated
118 A scheduled task was started at boot|The task {task} was started at boot
119 A scheduled task was started at logon|The task {task} was started by the logon of {.UserName}
129 A scheduled task created a process|The task {task} started {.Path}
140 A scheduled task was changed|{.UserName} changed the task {task}
141 A scheduled task was deleted|{.UserName} deleted the task {task}
142 A scheduled task was disabled|{.UserName} disabled the task {task}
200 A scheduled task started its action|The task {task} ran {.ActionName}
201 A scheduled task ended its action|The task {task} ended {.ActionName}
322 A scheduled task was not started, as it ran already|The task {task} ran already`,
  },
  {
    channels: ["microsoft-windows-wmi-activity/operational"],
    events: `
5857 A WMI provider was loaded|The WMI provider {.ProviderName} was loaded
5858 A WMI operation failed|A WMI operation of {.User} failed[: {.Operation}]
5859 A permanent WMI subscription was started|A permanent WMI subscription was started[: {.query}]
5860 A temporary WMI subscription was registered|{.User} registered a temporary WMI subscription[: {.Query}]|A temporary WMI subscription was registered[: {.query}]
5861 A permanent WMI subscription was registered|A permanent WMI subscription was registered[: {.CONSUMER}]`,
  },
  {
    channels: ["microsoft-windows-terminalservices-localsessionmanager/operational"],
    events: `
21 A user logged on to a session|{.User} logged on to session {.SessionID}[ from {.Address}]
22 The shell of a session started|The shell of {.User} started
23 A user logged off from a session|{.User} logged off from session {.SessionID}
24 A session was disconnected|{.User} disconnected from session {.SessionID}[ from {.Address}]
25 A session was reconnected|{.User} reconnected to session {.SessionID}[ from {.Address}]
39 A session was disconnected by another|Session {.TargetSession} was disconnected by session {.Source}
40 A session was disconnected, with a reason|Session {.Session} was disconnected
41 A session is being set up|A session for {.User} is being set up
42 A session has been set up|A session for {.User} has been set up`,
  },
  {
    channels: [
      "microsoft-windows-terminalservices-remoteconnectionmanager/operational",
      "microsoft-windows-terminalservices-remoteconnectionmanager",
    ],
    events: `
261 The Remote Desktop listener received a connection
1149 A user authenticated over Remote Desktop|{.Param1} authenticated over Remote Desktop[ from {.Param3}]`,
  },
  {
    channels: ["microsoft-windows-remotedesktopservices-rdpcorets/operational"],
    events: `
65 A Remote Desktop connection was created|The Remote Desktop connection {.ConnectionName} was created
66 A Remote Desktop connection was assigned|The Remote Desktop connection {.ConnectionName} was assigned
98 A Remote Desktop connection was established
102,103 A Remote Desktop connection ended
131 A Remote Desktop connection was accepted|A Remote Desktop connection from {.ClientIP} was accepted
140 A Remote Desktop connection failed: wrong credentials|A Remote Desktop connection from {.IPString} failed: wrong credentials
141,143,145,147,148 A channel of Remote Desktop changed
226 Remote Desktop met an error in its state`,
  },
  {
    channels: ["microsoft-windows-terminalservices-rdpclient/operational"],
    events: `
1024 The Remote Desktop client is connecting|The Remote Desktop client is connecting to {.Value}
1025 The Remote Desktop client connected
1026 The Remote Desktop client disconnected
1027 The Remote Desktop client connected to a domain|The Remote Desktop client connected to the domain {.DomainName}
1029 The Remote Desktop client's user name, hashed
1102 The Remote Desktop client starts a connection|The Remote Desktop client starts a connection to {.Value}`,
  },
  {
    channels: [
      "microsoft-windows-windows defender/operational",
      "windows.windows_defender",
      "microsoft-windows-windows defender",
    ],
    events: `
1000 A Defender scan started
1001 A Defender scan ended
1002 A Defender scan was stopped|{user} stopped a Defender scan
1005 A Defender scan failed
1006,1116 Defender found malware|Defender found {threat}[ in {file}]
1007,1117 Defender acted on malware|Defender acted on {threat}[ in {file}][: {.Action Name}]
1008,1118,1119 Defender failed to act on malware|Defender failed to act on {threat}[ in {file}]
1009 Defender restored a file from quarantine|Defender restored {threat} from quarantine
1011 Defender deleted a file from quarantine|Defender deleted {threat} from quarantine
1013 Defender's history was deleted|{user} deleted Defender's history
1015 Defender found suspicious behaviour|Defender found suspicious behaviour of {process}
1120 Defender computed the hashes of malware
1121 An attack surface rule blocked an action|An attack surface rule blocked {process}[ at {file}]
1122 An attack surface rule would have blocked an action|An attack surface rule would have blocked {process}[ at {file}]
1123 Controlled folder access blocked a program|Controlled folder access blocked {process}[ at {file}]
1124 Controlled folder access would have blocked a program|Controlled folder access would have blocked {process}
1125 Network protection would have blocked a connection|Network protection would have blocked {process}
1126 Network protection blocked a connection|Network protection blocked {process}[ from {destination}]
1127,1128 Controlled folder access guarded the disk's sectors
1150 Defender is healthy
1151 Defender reported its health
2000 Defender's signatures were updated|Defender's signatures were updated[ to {.Current security intelligence Version}]
2001 An update of Defender's signatures failed
2002 Defender's engine was updated
2010 Defender fetched signatures from the cloud
2050 Defender uploaded a file|Defender uploaded {file}
2051 Defender could not upload a file
3002 Defender's real-time protection failed
5000 Defender's real-time protection was enabled
5001 Defender's real-time protection was disabled
5004 Defender's real-time protection was changed
5007 Defender's configuration was changed|Defender's configuration was changed[ from {.Old Value}][ to {.New Value}]
5008 Defender's engine failed
5009,5011 Defender's scanning was enabled
5010,5012 Defender's scanning was disabled
5013 Tamper protection blocked a change|Tamper protection blocked a change[: {.Value}]`,
  },
  {
    channels: ["microsoft-windows-bits-client/operational"],
    events: `
3 A BITS job was created|{.string2} created the BITS job {.string}|{.jobOwner} created the BITS job {.jobTitle}
4 A BITS job ended|The BITS job {.jobTitle} ended
5 A BITS job was cancelled|The BITS job {.jobTitle} was cancelled
59 A BITS transfer started|The BITS job {.name} started to transfer {.url}
60 A BITS transfer stopped|The BITS job {.name} stopped to transfer {.url}
61 A BITS transfer failed|The BITS job {.name} failed to transfer {.url}
16403 A file was added to a BITS job|{.jobOwner} added {.RemoteName} to the BITS job {.jobTitle}`,
  },
  {
    channels: ["microsoft-windows-windows firewall with advanced security/firewall"],
    events: `
2002,2003,2082,2083 A firewall setting was changed|{process} changed the firewall setting {.SettingType}[ to {.SettingValueString}]|{.ModifyingApplication} changed a firewall setting[ to {.SettingValueString}]
2004,2071,2097 A firewall rule was added|{.ModifyingApplication} added the firewall rule {.RuleName}|The firewall rule {.RuleName} was added
2005,2073,2099 A firewall rule was changed|{.ModifyingApplication} changed the firewall rule {.RuleName}|The firewall rule {.RuleName} was changed
2006,2052 A firewall rule was deleted|{.ModifyingApplication} deleted the firewall rule {.RuleName}|The firewall rule {.RuleName} was deleted
2008 The firewall's group policy was changed
2009 The firewall's group policy failed to load
2010 A network interface changed its firewall profile
2011 The firewall blocked a program and told nobody
2032,2060 Windows Firewall was reset to its defaults
2033,2059 All firewall rules were deleted`,
  },
  {
    channels: [
      "microsoft-windows-applocker/exe and dll",
      "microsoft-windows-applocker/msi and script",
      "microsoft-windows-applocker/packaged app-deployment",
      "microsoft-windows-applocker/packaged app-execution",
    ],
    events: `
8000 AppLocker could not apply its policy
8001 AppLocker applied its policy
8002,8005,8020,8023 AppLocker allowed a program|AppLocker allowed {.FilePath}
8003,8006,8021,8024 AppLocker would have blocked a program|AppLocker would have blocked {.FilePath}
8004,8007,8022,8025 AppLocker blocked a program|AppLocker blocked {.FilePath}`,
  },
  {
    channels: ["microsoft-windows-codeintegrity/operational"],
    events: `
3001,3002,3003 An unsigned driver or image was loaded|The unsigned {.FileNameBuffer} was loaded
3004,3023,3033,3063 A file without a valid signature was blocked|Code integrity blocked {.FileNameBuffer}
3065,3066,3076 Code integrity would have blocked a file|Code integrity would have blocked {.File Name}
3077 Code integrity blocked a file|Code integrity blocked {.File Name}
3089 The signature of a file was recorded`,
  },
  {
    channels: ["microsoft-windows-winrm/operational"],
    events: `
6 A WinRM session is being created|A WinRM session to {.connection} is being created
8,33 A WinRM session ended
15,16 A WinRM session was closed
91 A WinRM shell was created on this computer
142 A WinRM operation failed
161 WinRM could not authenticate the user
162,169 WinRM authenticated the user|WinRM authenticated {.username}
168 WinRM is sending a command`,
  },
  {
    channels: ["microsoft-windows-ntlm/operational"],
    events: `
4001,8001 NTLM to another server|NTLM was used for {.TargetName}
4002,4003,8002,8003 NTLM to this server
4004,8004 NTLM through the domain controller|NTLM was used by {.UserName}[ from {.WorkstationName}]`,
  },
  {
    channels: ["microsoft-windows-dns-client/operational"],
    events: `
3006,3018 A DNS name is being looked up|{.QueryName} is being looked up
3008,3020 A DNS lookup ended|The lookup of {.QueryName} ended`,
  },
  {
    channels: ["microsoft-windows-smbserver/security", "microsoft-windows-smbserver/audit"],
    events: `
551 An SMB logon failed|An SMB logon of {.UserName} failed[ from {.ClientName}]
1006 A share was refused|A share was refused to {.UserName}[ from {.ClientName}]
1009 An SMB client without signing was refused
3000 SMB version 1 was used|SMB version 1 was used[ from {.ClientName}]`,
  },
  {
    channels: ["microsoft-windows-smbclient/security"],
    events: `
31001 An SMB logon to a server failed|The logon to {.ServerName} failed
31017 A guest logon to a server was refused`,
  },
  {
    channels: ["microsoft-windows-printservice/operational", "microsoft-windows-printservice/admin"],
    events: `
307 A document was printed|{.Param3} printed {.Param2}
316 A printer driver was installed or updated
808 The print spooler failed to load a module|The print spooler failed to load {.PluginDllName}`,
  },
  {
    channels: ["microsoft-windows-shell-core/operational"],
    events: `
9705 The commands of a Run key are being started|The commands of {.KeyName} are being started
9706 The commands of a Run key have been started|The commands of {.KeyName} have been started
9707 A command of a Run key started|{.Command} was started from a Run key
9708 A command of a Run key has been started`,
  },
  {
    channels: ["microsoft-windows-grouppolicy/operational"],
    events: `
4000,4001,4004,4005,4006,4007 The processing of group policy started
4016 An extension of group policy started|The extension {.CSEExtensionName} of group policy started
5016 An extension of group policy ended|The extension {.CSEExtensionName} of group policy ended
5312 Group policies that apply were listed
5313 Group policies that do not apply were listed
8000,8001,8004,8005,8006,8007 The processing of group policy ended`,
  },
];
