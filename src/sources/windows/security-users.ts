import type { MutableFlatEvent } from "../../ecs/index.ts";
import { codes } from "./code-set.ts";
import { append, type Context, type FinalStep } from "./step.ts";
import { userDatum } from "./user-data.ts";

/**
 * The users that an event of the Security log names, in the order of Elastic's pipeline: later steps overwrite earlier
 * ones. Newer versions of the pipeline treat the account of an event that it did not know before as everything at once:
 * user, target, effective user, and group.
 */
type UserPart = "id" | "name" | "domain";

const SESSIONS = codes("4778 4779");
const TARGET_IS_USER = codes("4624 4625 4627 4634 4647 4648 4675 4768-4771 4776 4793 4800-4803 4964");
const GROUPS = codes("4627 4675 4727-4735 4737 4744-4764 4793 4799");
const COMPUTERS = codes("4675 4741-4743 4793");
const SUBJECT_IS_USER = codes(
  "4627 4648 4657-4660 4662 4664 4670 4672-4674 4688-4692 4695 4697-4702 4704-4707 4713 4716-4720 4722-4735 4737-4764 " +
    "4767 4781 4793 4797-4799 4817 4868 4869 4876 4904 4905 4907 4912 4985 5058 5059 5061 5136 5140 5142 5145 5379-5382 6416 " +
    "6419-6422",
);
const TARGET_OF_CHANGE = codes(
  "4627 4670 4675 4704 4705 4720 4722-4726 4738 4740 4767 4793 4797 4798 4800-4803 4817 4907",
);
const EFFECTIVE = codes("4627 4648 4675 4688 4793 4800-4803");
const LOG_CLEARED = codes("1102");
const LOGON_OF_TARGET = codes("4634 4647 4800-4803 4964");
const FILTER_CHANGED = codes("5446 5447 5449");
const CERTIFICATE_REQUEST = codes("4886-4889");
const SUBJECT_IS_RELATED = codes("4624 4648 4797 5379-5382");

function step(
  from: string,
  how: string,
  ids: ReadonlySet<string>,
  apply: (context: Context) => void,
): FinalStep {
  return { from, how, ids, apply };
}

function set(out: MutableFlatEvent, field: string, value: string | undefined): void {
  if (value !== undefined) out[field] = value;
}

function addRelated(out: MutableFlatEvent, name: string | undefined): void {
  if (name !== undefined) append(out, "related.user", name);
}

/** The name before the `@` of a principal name. */
function plainName(name: string): string {
  const at = name.indexOf("@");
  return at < 0 ? name : name.slice(0, at);
}

function given(value: string | undefined): string | undefined {
  return value === "-" ? undefined : value;
}

const session = step("EventData/AccountName, AccountDomain, Client…", "copied", SESSIONS, (context) => {
  const { out } = context;
  const data = (name: string): string | undefined => context.data(name);
  set(out, "user.name", data("AccountName"));
  addRelated(out, data("AccountName"));
  set(out, "user.domain", data("AccountDomain"));
  const client = data("ClientAddress");
  if (client !== undefined && client !== "-" && client !== "Unknown") {
    const address = client === "LOCAL" ? "127.0.0.1" : client;
    out["source.ip"] = address;
    append(out, "related.ip", address);
  }
  set(out, "source.domain", data("ClientName"));
  set(out, "winlog.logon.id", data("LogonID"));
});

/** Writes into `user`, or into `user.target` if the user is already known. */
function intoUser(out: MutableFlatEvent, part: UserPart, value: string | undefined): void {
  if (value === undefined) return;
  out[out[`user.${part}`] === undefined ? `user.${part}` : `user.target.${part}`] = value;
}

const targetIsUser = step("EventData/Target…", "the account of the logon", TARGET_IS_USER, (context) => {
  const { out } = context;
  intoUser(out, "id", context.data("TargetUserSid") ?? context.data("TargetSid"));
  const name = context.data("TargetUserName");
  if (name !== undefined) {
    intoUser(out, "name", plainName(name));
    addRelated(out, plainName(name));
  }
  intoUser(out, "domain", context.data("TargetDomainName"));
});

/** Splits a distinguished name at commas that no backslash escapes. */
function distinguishedParts(name: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < name.length; at++) {
    if (name.charCodeAt(at) === 44 && name.charCodeAt(at - 1) !== 92) {
      parts.push(name.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(name.slice(from));
  return parts;
}

const group = step(
  "EventData/MemberName, Target…",
  "the member as target, the group as group",
  GROUPS,
  (context) => {
    const { out } = context;
    const member = context.data("MemberName");
    if (member !== undefined) {
      const parts = distinguishedParts(member);
      const name = parts[0]!.replace("CN=", "").replace("cn=", "");
      out["user.target.name"] = name;
      addRelated(out, name);
      if (parts.length >= 4) out["user.target.domain"] = parts[3]!.replace("DC=", "").replace("dc=", "");
    }
    const id = context.data("TargetSid") ?? context.data("TargetUserSid");
    const name = context.data("TargetUserName");
    const domain = context.data("TargetDomainName")?.replace("DC=", "").replace("dc=", "");
    for (const prefix of member === undefined ? ["group"] : ["group", "user.target.group"]) {
      set(out, `${prefix}.id`, id);
      set(out, `${prefix}.name`, name);
      set(out, `${prefix}.domain`, domain);
    }
  },
);

const computer = step("EventData/Target…", "the computer's account", COMPUTERS, (context) => {
  set(context.out, "winlog.computerObject.id", context.data("TargetSid"));
  set(context.out, "winlog.computerObject.name", context.data("TargetUserName"));
  set(context.out, "winlog.computerObject.domain", context.data("TargetDomainName"));
});

const logonOfTarget = step("EventData/TargetLogonId", "copied", LOGON_OF_TARGET, (context) => {
  set(context.out, "winlog.logon.id", context.data("TargetLogonId"));
});

const subject = step("EventData/Subject…", "the account that acted", SUBJECT_IS_USER, (context) => {
  const { out } = context;
  const name = given(context.data("SubjectUserName"));
  set(out, "user.id", given(context.data("SubjectUserSid")));
  set(out, "user.name", name);
  addRelated(out, name);
  set(out, "user.domain", given(context.data("SubjectDomainName")));
});

const userOfFilter = step(
  "EventData/UserSid, UserName",
  "the account that acted",
  FILTER_CHANGED,
  (context) => {
    for (const [field, name] of [
      ["user.id", "UserSid"],
      ["user.name", "UserName"],
    ] as const) {
      const value = given(context.data(name));
      set(context.out, field, value);
      addRelated(context.out, value);
    }
  },
);

/** `DOMAIN\\name` of who asks for a certificate, if the event names no other account. */
const requester = step("EventData/Requester", "split at the backslash", CERTIFICATE_REQUEST, (context) => {
  const { out } = context;
  const parts = (context.data("Requester") ?? "").split("\\");
  const [domain, name] = parts;
  if (parts.length !== 2 || !domain || !name) return;
  out["winlog.adcs.request.requester.domain"] = domain;
  out["winlog.adcs.request.requester.name"] = name;
  addRelated(out, name);
  if (out["user.id"] !== undefined || out["user.name"] !== undefined) return;
  out["user.name"] = name;
  out["user.domain"] = domain;
});

/** Writes the account that is acted on below `prefix`; `-` means none. */
function intoTarget(context: Context, prefix: string, sid: string): void {
  const { out } = context;
  set(out, `${prefix}.id`, given(context.data(sid)));
  const name = given(context.data("TargetUserName"));
  if (name !== undefined) {
    out[`${prefix}.name`] = plainName(name);
    addRelated(out, plainName(name));
  }
  set(out, `${prefix}.domain`, given(context.data("TargetDomainName")));
}

const targetOfChange = step(
  "EventData/Target…",
  "the account that was changed",
  TARGET_OF_CHANGE,
  (context) => {
    intoTarget(context, "user.target", "TargetSid");
  },
);

const effective = step("EventData/Target…", "the account that is acted as", EFFECTIVE, (context) => {
  intoTarget(context, "user.effective", "TargetUserSid");
});

/** For an event that has UserData. Exports that flatten it, or give its values by position, have EventData instead. */
function subjectOf(context: Context, name: string): string | undefined {
  return userDatum(context.event.userData, name) ?? context.data(name);
}

const cleared = step("UserData/Subject…", "the account that acted", LOG_CLEARED, (context) => {
  const { out } = context;
  set(out, "user.id", subjectOf(context, "SubjectUserSid"));
  const name = subjectOf(context, "SubjectUserName");
  set(out, "user.name", name);
  addRelated(out, name);
  set(out, "user.domain", subjectOf(context, "SubjectDomainName"));
});

const logonOfSubject: FinalStep = {
  from: "EventData/SubjectLogonId",
  how: "copied",
  apply: (context) => {
    const isCleared = LOG_CLEARED.has(context.code);
    set(
      context.out,
      "winlog.logon.id",
      isCleared ? subjectOf(context, "SubjectLogonId") : context.data("SubjectLogonId"),
    );
  },
};

const renamed: FinalStep = {
  from: "EventData/OldTargetUserName, NewTargetUserName",
  how: "the name before as target, the new one as change",
  apply: (context) => {
    const [before, now] = [context.data("OldTargetUserName"), context.data("NewTargetUserName")];
    set(context.out, "user.target.name", before);
    set(context.out, "user.changes.name", now);
    addRelated(context.out, given(now));
    addRelated(context.out, given(before));
  },
};

const relatedSubject = step("EventData/SubjectUserName", "added", SUBJECT_IS_RELATED, (context) => {
  addRelated(context.out, given(context.data("SubjectUserName")));
});

export const SECURITY_USERS: readonly FinalStep[] = [
  session,
  targetIsUser,
  group,
  computer,
  logonOfTarget,
  subject,
  userOfFilter,
  requester,
  targetOfChange,
  effective,
  cleared,
  logonOfSubject,
  relatedSubject,
  renamed,
];
