import type { EventLog } from "./event-log.ts";

/**
 * Source: Microsoft's pages on the events of security auditing (learn.microsoft.com/previous-versions/windows/it-pro/
 * windows-10/security/threat-protection/auditing) and "Appendix L: Events to Monitor" of its guide to Active Directory.
 */
export const SECURITY_LOG: EventLog = {
  channels: ["security", "system.security", "microsoft-windows-security-auditing"],
  events: `
1100 The event logging service shut down
1101 Audit events were dropped
1102 The Security log was cleared|{user} cleared the Security log
1104 The Security log is full
1105 The Security log was archived
1108 The event logging service failed to process an event
4608 Windows started
4609 Windows shut down
4610 LSA loaded an authentication package|LSA loaded the authentication package {.AuthenticationPackageName}
4611 A logon process registered with LSA|The logon process {.LogonProcessName} registered with LSA
4612 Audit messages were lost, because their queue was full
4614 SAM loaded a notification package|SAM loaded the notification package {.NotificationPackageName}
4615 An LPC port was used wrongly
4616 The system time was changed|{who} changed the system time[ from {.PreviousTime}][ to {.NewTime}]
4618 A monitored pattern of security events occurred
4621 An administrator recovered the system from CrashOnAuditFail
4622 LSA loaded a security package|LSA loaded the security package {.SecurityPackageName}
4624 An account logged on|{user} logged on[ {logon}][ from {from}]
4625 An account failed to log on|{user} failed to log on[ {logon}][ from {from}][: {reason}]
4626 The claims of a user or device at logon were listed
4627 The groups of a user at logon were listed|The groups of {user} at logon were listed
4634,4647 An account logged off|{user} logged off
4648 A logon with explicit credentials was attempted|{user} used the credentials of {account}[ for {.TargetServerName}][ in {process}]|{user} used the credentials of another account
4649 A replay attack was detected
4650,4651 An IPsec main mode association was established
4652,4653 An IPsec main mode negotiation failed
4654 An IPsec quick mode negotiation failed
4655 An IPsec main mode association ended
4656 Access to an object was asked for|!{who} was refused access to {object}|{who} asked for access to {object}[ ({rights})]|{who} asked for access to an object of type {.ObjectType}[ ({rights})]
4657 A registry value was changed|(OperationType=%%1906){who} deleted {registry}|(OperationType=%%1905){who} set {registry}[ = {data}]|(OperationType=%%1904){who} set {registry}[ = {data}]|{who} changed {registry}[ to {data}]
4658 The handle to an object was closed|{who} closed the handle of {object}|{who} closed a handle
4659 Access to an object was asked for in order to delete it|{who} asked for access to {object}, to delete it
4660 An object was deleted|{who} deleted {object}|{who} deleted an object
4661 Access to an object of the directory was asked for|{who} asked for access to {object}[ ({rights})]
4662 An operation on an object was performed|{user} worked on the {.ObjectServer} object {object}[ ({rights})]
4663 An object was accessed|!{who} was refused access to {object}|{who} accessed {object}[ ({rights})]
4664 A hard link was created|{who} created the hard link {.LinkName}[ to {file}]
4665 An application's client context was created
4666 An application attempted an operation
4667 An application's client context was deleted
4668 An application was initialized
4670 The permissions of an object were changed|{who} changed the permissions of {object}|{who} changed the permissions of an object of type {.ObjectType}
4671 An application tried to call a blocked ordinal through TBS
4672 A logon was given special privileges|{user} logged on with special privileges
4673 A privileged service was called|!{who} was refused {privileges}|{who} used {privileges}
4674 An operation on a privileged object was attempted|!{who} was refused an operation on {object}|{who} worked on the privileged object {object}|{who} worked on a privileged object
4675 SIDs were filtered
4688 A process was created|{creator} started {process}[ {args}][~ as {.TargetUserName}]|{user} started {process}[ {args}]|{process} was started[: {command}]
4689 A process ended|{process} ended
4690 A handle was duplicated|{user} duplicated a handle
4691 Indirect access to an object was asked for|{who} asked for indirect access to {object}
4692 A backup of a DPAPI master key was attempted|{user} backed up a DPAPI master key
4693 A recovery of a DPAPI master key was attempted|{user} recovered a DPAPI master key
4694 DPAPI protected auditable data
4695 The unprotection of DPAPI data was attempted|{user} unprotected DPAPI data[: {.DataDescription}]
4696 A primary token was assigned to a process|{user} assigned a token to {.TargetProcessName}
4697 A service was installed|{user} installed the service {service}[: {.ServiceFileName}]|The service {service} was installed
4698 A scheduled task was created|{user} created the scheduled task {task}
4699 A scheduled task was deleted|{user} deleted the scheduled task {task}
4700 A scheduled task was enabled|{user} enabled the scheduled task {task}
4701 A scheduled task was disabled|{user} disabled the scheduled task {task}
4702 A scheduled task was changed|{user} changed the scheduled task {task}
4703 The privileges of a token were adjusted|{who} enabled {.EnabledPrivilegeList}|{who} disabled {.DisabledPrivilegeList}
4704 A user right was assigned|{user} gave {privileges} to {account}
4705 A user right was removed|{user} took {privileges} from {account}
4706 A trust to a domain was created
4707 A trust to a domain was removed
4709 The IPsec policy agent started
4710 The IPsec policy agent was disabled
4712 The IPsec policy agent failed
4713 The Kerberos policy was changed
4714 The recovery policy of encrypted data was changed
4715 The audit policy of an object was changed
4716 The trust to a domain was changed
4717 System access was granted to an account|{user} granted {.AccessGranted} to {account}
4718 System access was removed from an account|{user} took {.AccessRemoved} from {account}
4719 The system's audit policy was changed|{user} changed the audit policy[ of {.SubCategory}][: {.AuditPolicyChangesDescription}]
4720 A user account was created|{user} created the account {account}
4722 A user account was enabled|{user} enabled the account {account}
4723 An account's password was to be changed|!{user} failed to change the password of {account}|{user} changed the password of {account}
4724 An account's password was to be reset|!{user} failed to reset the password of {account}|{user} reset the password of {account}
4725 A user account was disabled|{user} disabled the account {account}
4726 A user account was deleted|{user} deleted the account {account}
4727,4731,4754 A security group was created|{user} created the group {group}
4728,4732,4756 A member was added to a security group|{user} added {member} to the group {group}|{user} added a member to the group {group}
4729,4733,4757 A member was removed from a security group|{user} removed {member} from the group {group}|{user} removed a member from the group {group}
4730,4734,4758 A security group was deleted|{user} deleted the group {group}
4735,4737,4755 A security group was changed|{user} changed the group {group}
4738 A user account was changed|{user} changed the account {account}
4739 The domain policy was changed
4740 A user account was locked out|The account {account} was locked out[~, by logons from {.TargetDomainName}]
4741 A computer account was created|{user} created the computer account {account}
4742 A computer account was changed|{user} changed the computer account {account}
4743 A computer account was deleted|{user} deleted the computer account {account}
4744,4749,4759 A distribution group was created|{user} created the distribution group {group}
4745,4750,4760 A distribution group was changed|{user} changed the distribution group {group}
4746,4751,4761 A member was added to a distribution group|{user} added {member} to the distribution group {group}
4747,4752,4762 A member was removed from a distribution group|{user} removed {member} from the distribution group {group}
4748,4753,4763 A distribution group was deleted|{user} deleted the distribution group {group}
4764 The type of a group was changed|{user} changed the type of the group {group}
4765 SID history was added to an account|{user} added SID history to {account}
4766 Adding SID history to an account failed
4767 A user account was unlocked|{user} unlocked the account {account}
4768 A Kerberos ticket-granting ticket was requested|!{user} was refused a Kerberos ticket[ from {from}][: {reason}]|{user} asked for a Kerberos ticket-granting ticket[ from {from}]
4769 A Kerberos service ticket was requested|!{user} was refused a Kerberos ticket for {service}[ from {from}]|{user} asked for a Kerberos ticket for {service}[ from {from}]
4770 A Kerberos service ticket was renewed|{user} renewed a Kerberos ticket for {service}
4771 Kerberos pre-authentication failed|Kerberos pre-authentication of {user} failed[ from {from}][: {reason}]
4772 A Kerberos ticket-granting ticket was refused
4773 A Kerberos service ticket was refused
4774 An account was mapped for logon
4775 An account could not be mapped for logon
4776 NTLM credentials were checked|!The NTLM credentials of {user} were refused[ from {.Workstation}]|The NTLM credentials of {user} were checked[ from {.Workstation}]
4777 The domain controller refused credentials
4778 A session was reconnected|{user} reconnected to a session[ from {from}]
4779 A session was disconnected|{user} disconnected from a session[ from {from}]
4780 The permissions of administrators' accounts were reset
4781 An account was renamed|{user} renamed the account {.OldTargetUserName} to {.NewTargetUserName}
4782 The password hash of an account was accessed|{user} accessed the password hash of {account}
4793 The API for checking password policy was called|{user} called the API for checking password policy
4794 The password of Directory Services Restore Mode was to be set|{user} tried to set the password of Directory Services Restore Mode
4797 An account was asked whether its password is blank|{user} asked whether {account} has a blank password
4798 The local groups of a user were listed|{user} listed the groups of {account}[ in {process}]
4799 The members of a local group were listed|{user} listed the members of {group}[ in {process}]
4800 The workstation was locked|{user} locked the workstation
4801 The workstation was unlocked|{user} unlocked the workstation
4802 The screen saver was invoked
4803 The screen saver was dismissed
4816 RPC found an integrity violation in a message
4817,4907 The audit settings of an object were changed|{who} changed the audit settings of {object}
4818 A proposed central access policy would decide otherwise
4819 The central access policies were changed
4820,4821 A Kerberos ticket was refused, because the device does not meet the access restrictions
4822 NTLM authentication failed, because the account is in Protected Users
4823 NTLM authentication failed, because of access restrictions
4824 Kerberos pre-authentication with DES or RC4 failed, because the account is in Protected Users
4825 Access to Remote Desktop was denied|{user} was refused Remote Desktop[ from {.ClientAddress}]
4826 The boot configuration data was loaded
4830 SID history was removed from an account
4864 A namespace collision was detected
4865 Information on a trusted forest was added
4866 Information on a trusted forest was removed
4867 Information on a trusted forest was changed
4868 A certificate request was denied
4869 A certificate request was submitted again
4870 A certificate was revoked
4871 Certificate Services were asked to publish a revocation list
4872 A certificate revocation list was published
4873 An extension of a certificate request was changed
4874 Attributes of a certificate request were changed
4876 A backup of Certificate Services started
4877 A backup of Certificate Services ended
4880 Certificate Services started
4881 Certificate Services stopped
4882 The permissions of Certificate Services were changed
4885 The audit filter of Certificate Services was changed
4886 Certificate Services received a request
4887 Certificate Services issued a certificate
4888 Certificate Services denied a request
4889 Certificate Services set a request to pending
4890 The manager settings of Certificate Services were changed
4891,4892 A setting of Certificate Services was changed
4896 Rows were deleted from the certificate database
4898 Certificate Services loaded a template
4899,4900 A certificate template was changed
4902 The table of per-user audit policies was created
4904 A security event source was registered|{who} registered the event source {.AuditSourceName}
4905 A security event source was unregistered|{who} unregistered the event source {.AuditSourceName}
4906 CrashOnAuditFail was changed
4908 The table of special groups was changed
4911 The resource attributes of an object were changed
4912 The audit policy of a user was changed
4913 The central access policy of an object was changed
4928 A directory replica's source was established
4929 A directory replica's source was removed
4930 A directory replica's source was changed
4931 A directory replica's destination was changed
4932 The synchronization of a directory replica began
4933 The synchronization of a directory replica ended
4935 Directory replication began to fail
4936 Directory replication no longer fails
4944 The policy of Windows Firewall at its start
4945 A rule of Windows Firewall at its start|Windows Firewall started with the rule {.RuleName}
4946 A firewall rule was added|The firewall rule {.RuleName} was added
4947 A firewall rule was changed|The firewall rule {.RuleName} was changed
4948 A firewall rule was deleted|The firewall rule {.RuleName} was deleted
4949 Windows Firewall was reset to its defaults
4950 A firewall setting was changed|The firewall setting {.SettingType} was changed[ to {.SettingValue}]
4951,4952,4953 A firewall rule was ignored|The firewall rule {.RuleName} was ignored
4954 The firewall's group policy was changed
4956 The active profile of Windows Firewall changed
4957,4958 A firewall rule was not applied|The firewall rule {.RuleName} was not applied
4964 A special group logged on|{user} logged on with a special group
4985 The state of a transaction changed
5024 Windows Firewall started
5025 Windows Firewall stopped
5027,5028 Windows Firewall could not read its policy
5029,5030 Windows Firewall failed to start
5031 Windows Firewall blocked an application from accepting connections
5032 Windows Firewall could not tell the user that it blocked an application
5033 The driver of Windows Firewall started
5034 The driver of Windows Firewall stopped
5035,5037 The driver of Windows Firewall failed
5038,6281 Code integrity found an invalid hash of a file|Code integrity found an invalid hash of {file}
5039 A registry key was virtualized
5051 A file was virtualized
5056 A cryptographic self-test was run
5057 A cryptographic primitive failed
5058 A key file was used|{user} used the key file {.KeyFilePath}
5059 A key was migrated|{user} migrated the key {.KeyName}
5060 A signature could not be verified
5061 A cryptographic operation was performed|{user} used the key {.KeyName}
5136 An object of the directory was changed|{user} changed {.ObjectDN}[: {.AttributeLDAPDisplayName}][ = {.AttributeValue}]
5137 An object of the directory was created|{user} created {.ObjectDN}
5138 An object of the directory was undeleted|{user} undeleted {.NewObjectDN}
5139 An object of the directory was moved|{user} moved {.OldObjectDN}[ to {.NewObjectDN}]
5140 A share was accessed|{user} used the share {share}[ from {from}]
5141 An object of the directory was deleted|{user} deleted {.ObjectDN}
5142 A share was added|{user} added the share {share}
5143 A share was changed|{user} changed the share {share}
5144 A share was deleted|{user} deleted the share {share}
5145 A file on a share was checked for access|!{user} was refused {share}[ from {from}]|{user} asked for access to {share}[ from {from}]
5146,5147,5152,5153 A network packet was blocked|A packet from {source} to {destination} was blocked
5148,5149 A denial-of-service attack on the network was detected, or ended
5150,5151 A network packet was blocked by a filter
5154 A program may listen on a port|{process} may listen on port {.SourcePort}
5155 A program was kept from listening on a port|{process} was kept from listening on port {.SourcePort}
5156 A network connection was allowed|(network.direction=inbound){process} was allowed a connection from {source}|(network.direction=outbound){process} was allowed a connection to {destination}|{process} was allowed a connection with {destination}
5157 A network connection was blocked|(network.direction=inbound){process} was refused a connection from {source}|(network.direction=outbound){process} was refused a connection to {destination}|{process} was refused a connection with {destination}
5158 A program may bind to a port|{process} bound to port {.SourcePort}
5159 A program was kept from binding to a port|{process} was kept from binding to port {.SourcePort}
5168 The service principal name of an SMB connection was not accepted
5376 The credentials of Credential Manager were backed up|{user} backed up the credentials of Credential Manager
5377 The credentials of Credential Manager were restored|{user} restored the credentials of Credential Manager
5378 A delegation of credentials was refused by policy
5379 Credentials of Credential Manager were read|{user} read credentials of Credential Manager[: {.TargetName}]
5380 Credentials in a vault were searched|{user} searched a vault for credentials
5381,5382 Credentials of a vault were read|{user} read credentials of a vault
5440 A callout of the filtering platform at its start
5441 A filter of the filtering platform at its start
5446 A callout of the filtering platform was changed
5447 A filter of the filtering platform was changed|{user} changed the network filter {.FilterName}
5448,5449,5450 The filtering platform was changed
5632 A wireless network was authenticated to
5633 A wired network was authenticated to
5712 An RPC was attempted
5888 An object of the COM+ catalog was changed
5889 An object of the COM+ catalog was deleted
5890 An object was added to the COM+ catalog
6144 Group policy's security settings were applied
6145 Group policy's security settings were applied with errors
6272 The network policy server granted access to a user
6273 The network policy server denied access to a user
6416 A new external device was recognized|The device {.DeviceDescription} was recognized
6417,6418 The self-tests of FIPS mode ran
6419 A request to disable a device was made|{user} asked to disable the device {.DeviceDescription}
6420 A device was disabled|{user} disabled the device {.DeviceDescription}
6421 A request to enable a device was made|{user} asked to enable the device {.DeviceDescription}
6422 A device was enabled|{user} enabled the device {.DeviceDescription}
6423 The installation of a device is forbidden by policy
6424 The installation of a device was allowed, after it was forbidden`,
};
