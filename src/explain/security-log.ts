import { packed } from "./packed.ts";

/**
 * Source: Microsoft's pages on the events of security auditing (learn.microsoft.com/previous-versions/windows/it-pro/
 * windows-10/security/threat-protection/auditing) and "Appendix L: Events to Monitor" of its guide to Active Directory.
 */
export const SECURITY_LOG = packed`
# security;system.security;~security-auditing
1100 The event logging service shut down
1101 Audit events were lost on their way to the log
1102 {user} cleared the Security log
1104 The Security log is full
1108 The event logging service failed to process an event
4608 Windows started
4609 Windows shut down
4610 LSA loaded the authentication package {.AuthenticationPackageName}
4611 The logon process {.LogonProcessName} registered with LSA
4614 SAM loaded the notification package {.NotificationPackageName}
4616 {who} changed the system time[ from {.PreviousTime}][ to {.NewTime}]
4622 LSA loaded the security package {.SecurityPackageName}
4624 {user} logged on[ {logon}][ from {from}]
4625 {user} failed to log on[ {logon}][ from {from}][: {reason}]
4627 The groups of {user} were listed at logon[ {logon}]
4634,4647 {user} logged off
4648 {user} used the credentials of {account}[ for {.TargetServerName}][ in {process}]|{user} used the credentials of another account
4649 A replay attack was detected
4656 !{who} was refused access to {object}|{who} asked for access to {object}[ ({rights})]|{who} asked for access to an object of type {.ObjectType}[ ({rights})]
4657 (OperationType=%%1906){who} deleted {registry}|(OperationType=%%1905){who} set {registry}[ = {data}]|(OperationType=%%1904){who} set {registry}[ = {data}]|{who} changed {registry}[ to {data}]
4658 {who} closed the handle of {object}|{who} closed a handle
4660 {who} deleted {object}|{who} deleted an object
4662 {user} worked on the {.ObjectServer} object {object}[ ({rights})]
4663 !{who} was refused access to {object}|{who} accessed {object}[ ({rights})]
4670 {who} changed the permissions of {object}|{who} changed the permissions of an object of type {.ObjectType}
4672 {user} logged on with special privileges
4673 !{who} was refused {privileges}|{who} used {privileges}
4674 !{who} was refused an operation on {object}|{who} worked on the privileged object {object}|{who} worked on a privileged object
4688 {creator} started {process}[ {args}][~ as {.TargetUserName}]|{user} started {process}[ {args}]|{process} was started[: {command}]
4689 {process} ended
4690 {user} duplicated a handle
4692 {user} backed up a DPAPI master key
4693 {user} recovered a DPAPI master key
4695 {user} unprotected DPAPI data[: {.DataDescription}]
4696 {user} assigned a token to {.TargetProcessName}
4697 {user} installed the service {service}[: {.ServiceFileName}]|The service {service} was installed
4698 {user} created the scheduled task {task}
4699 {user} deleted the scheduled task {task}
4700 {user} enabled the scheduled task {task}
4701 {user} disabled the scheduled task {task}
4702 {user} changed the scheduled task {task}
4703 {who} enabled {.EnabledPrivilegeList}|{who} disabled {.DisabledPrivilegeList}
4704 {user} gave {privileges} to {account}
4705 {user} took {privileges} from {account}
4706 A trust to a domain was created
4707 A trust to a domain was removed
4713 The Kerberos policy was changed
4715 The audit policy of an object was changed
4716 The trust to a domain was changed
4717 {user} granted {.AccessGranted} to {account}
4718 {user} took {.AccessRemoved} from {account}
4719 {user} changed the audit policy[ of {.SubCategory}][: {.AuditPolicyChangesDescription}]
4720 {user} created the account {account}
4722 {user} enabled the account {account}
4723 !{user} failed to change the password of {account}|{user} changed the password of {account}
4724 !{user} failed to reset the password of {account}|{user} reset the password of {account}
4725 {user} disabled the account {account}
4726 {user} deleted the account {account}
4727,4731,4754 {user} created the group {group}
4728,4732,4756 {user} added {member} to the group {group}|{user} added a member to the group {group}
4729,4733,4757 {user} removed {member} from the group {group}|{user} removed a member from the group {group}
4730,4734,4758 {user} deleted the group {group}
4735,4737,4755 {user} changed the group {group}
4738 {user} changed the account {account}
4739 The domain policy was changed
4740 The account {account} was locked out[~, by logons from {.TargetDomainName}]
4741 {user} created the computer account {account}
4742 {user} changed the computer account {account}
4743 {user} deleted the computer account {account}
4765 {user} added SID history to {account}
4767 {user} unlocked the account {account}
4768 !{user} was refused a Kerberos ticket[ from {from}][: {reason}]|{user} asked for a Kerberos ticket-granting ticket[ from {from}]
4769 !{user} was refused a Kerberos ticket for {service}[ from {from}]|{user} asked for a Kerberos ticket for {service}[ from {from}]
4770 {user} renewed a Kerberos ticket for {service}
4771 Kerberos pre-authentication of {user} failed[ from {from}][: {reason}]
4776 !The NTLM credentials of {user} were refused[ from {.Workstation}]|The NTLM credentials of {user} were checked[ from {.Workstation}]
4778 {user} reconnected to a session[ from {from}]
4779 {user} disconnected from a session[ from {from}]
4781 {user} renamed the account {.OldTargetUserName} to {.NewTargetUserName}
4782 {user} accessed the password hash of {account}
4794 {user} tried to set the password of Directory Services Restore Mode
4797 {user} asked whether {account} has a blank password
4798 {user} listed the groups of {account}[ in {process}]
4799 {user} listed the members of {group}[ in {process}]
4800 {user} locked the workstation
4801 {user} unlocked the workstation
4817,4907 {who} changed the audit settings of {object}
4819 The central access policies were changed
4825 {user} was refused Remote Desktop[ from {.ClientAddress}]
4826 The boot configuration data was loaded
4868 A certificate request was denied
4870 A certificate was revoked
4872 A certificate revocation list was published
4876 A backup of Certificate Services started
4880 Certificate Services started
4881 Certificate Services stopped
4882 The permissions of Certificate Services were changed
4885 The audit filter of Certificate Services was changed
4886 Certificate Services received a request
4887 Certificate Services issued a certificate
4888 Certificate Services denied a request
4890 The manager settings of Certificate Services were changed
4898 Certificate Services loaded a template
4899,4900 A certificate template was changed
4902 The table of per-user audit policies was created
4904 {who} registered the event source {.AuditSourceName}
4905 {who} unregistered the event source {.AuditSourceName}
4906 CrashOnAuditFail was changed
4912 The audit policy of a user was changed
4928 A directory replica's source was established
4929 A directory replica's source was removed
4945 Windows Firewall started with the rule {.RuleName}
4946 The firewall rule {.RuleName} was added
4947 The firewall rule {.RuleName} was changed
4948 The firewall rule {.RuleName} was deleted
4950 The firewall setting {.SettingType} was changed[ to {.SettingValue}]
4954 The firewall's group policy was changed
4956 The active profile of Windows Firewall changed
4964 {user} logged on with a special group
5024 Windows Firewall started
5025 Windows Firewall stopped
5031 Windows Firewall blocked an application from accepting connections
5032 Windows Firewall could not report that it blocked an application
5033 The driver of Windows Firewall started
5034 The driver of Windows Firewall stopped
5038,6281 Code integrity found an invalid hash of {file}
5056 A cryptographic self-test ran
5058 {user} used the key file {.KeyFilePath}
5059 {user} migrated the key {.KeyName}
5061 {user} used the key {.KeyName}
5136 {user} changed {.ObjectDN}[: {.AttributeLDAPDisplayName}][ = {.AttributeValue}]
5137 {user} created {.ObjectDN}
5139 {user} moved {.OldObjectDN}[ to {.NewObjectDN}]
5140 {user} used the share {share}[ from {from}]
5141 {user} deleted {.ObjectDN}
5142 {user} added the share {share}
5143 {user} changed the share {share}
5144 {user} deleted the share {share}
5145 !{user} was refused {share}[ from {from}]|{user} asked for access to {share}[ from {from}]
5156 (network.direction=inbound){process} was allowed a connection from {source}|(network.direction=outbound){process} was allowed a connection to {destination}|{process} was allowed a connection with {destination}
5157 (network.direction=inbound){process} was refused a connection from {source}|(network.direction=outbound){process} was refused a connection to {destination}|{process} was refused a connection with {destination}
5158 {process} bound to port {.SourcePort}
5376 {user} backed up the credentials of Credential Manager
5377 {user} restored the credentials of Credential Manager
5379 {user} read credentials of Credential Manager[: {.TargetName}]
5380 {user} searched a vault for credentials
5381,5382 {user} read credentials of a vault
5447 {user} changed the network filter {.FilterName}
6272 The network policy server granted access to a user
6273 The network policy server denied access to a user
5888 {user} changed an object of the COM+ catalog[: {.ObjectCollectionName}]
5889 {user} deleted an object of the COM+ catalog[: {.ObjectCollectionName}]
5890 {user} added an object to the COM+ catalog[: {.ObjectCollectionName}]
6416 The device {.DeviceDescription} was recognized
6417 A cryptographic self-test of {.ProcessName} passed`;
