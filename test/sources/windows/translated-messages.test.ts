import { describe, expect, it } from "vitest";
import { dataFromMessage } from "../../../src/sources/windows/message.ts";
import { toEcs } from "../../../src/sources/index.ts";

const SECURITY = "Microsoft-Windows-Security-Auditing";

/** One section: its heading, and labels with their values. A heading without labels is a value at the margin. */
type Section = readonly [heading: string, ...values: (readonly [label: string, value: string])[]];

/** A message as Windows renders it: sections at the margin, labels indented, values after tabs. */
function message(title: string, sections: readonly Section[], colon = ":"): string {
  return [
    title,
    ...sections.map(([heading, ...values]) =>
      [`${heading}${colon}`, ...values.map(([label, value]) => `\t${label}${colon}\t\t${value}`)].join(
        "\r\n",
      ),
    ),
  ].join("\r\n\r\n");
}

const KEY = "\\REGISTRY\\MACHINE\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps";
const VALUES_4657 = [
  ["S-1-5-21-1-2-3-1001", "alice", "CORP", "0x1A2B"],
  [KEY, "DumpType", "0x1c", "…"],
  ["0x1b84", "C:\\Windows\\regedit.exe"],
  ["REG_DWORD", "1", "REG_DWORD", "2"],
] as const;

/** Headings and labels of event 4657, as the languages have them. */
const LABELS_4657: Readonly<Record<string, { colon: string; labels: readonly (readonly string[])[] }>> = {
  French: {
    colon: " :",
    labels: [
      ["Sujet", "ID de sécurité", "Nom du compte", "Domaine du compte", "ID d’ouverture de session"],
      ["Objet", "Nom de l’objet", "Nom de la valeur de l’objet", "ID du handle", "Type d’opération"],
      ["Informations sur le processus", "ID du processus", "Nom du processus"],
      [
        "Informations sur la modification",
        "Ancien type de valeur",
        "Ancienne valeur",
        "Nouveau type",
        "Nouvelle valeur",
      ],
    ],
  },
  German: {
    colon: ":",
    labels: [
      ["Antragsteller", "Sicherheits-ID", "Kontoname", "Kontodomäne", "Anmelde-ID"],
      ["Objekt", "Objektname", "Objektwertname", "Handle-ID", "Vorgangstyp"],
      ["Prozessinformationen", "Prozess-ID", "Prozessname"],
      ["Änderungsinformationen", "Alter Werttyp", "Alter Wert", "Neuer Werttyp", "Neuer Wert"],
    ],
  },
  Japanese: {
    colon: ":",
    labels: [
      ["サブジェクト", "セキュリティ ID", "アカウント名", "アカウント ドメイン", "ログオン ID"],
      ["オブジェクト", "オブジェクト名", "オブジェクト値名", "ハンドル ID", "操作の種類"],
      ["プロセス情報", "プロセス ID", "プロセス名"],
      ["変更情報", "以前の値の種類", "以前の値", "新しい値の種類", "新しい値"],
    ],
  },
  Chinese: {
    colon: "：",
    labels: [
      ["使用者", "安全 ID", "帐户名", "帐户域", "登录 ID"],
      ["对象", "对象名", "对象值名称", "句柄 ID", "操作类型"],
      ["进程信息", "进程 ID", "进程名称"],
      ["更改信息", "旧值类型", "旧值", "新值类型", "新值"],
    ],
  },
};

function message4657(language: string, values: readonly (readonly string[])[] = VALUES_4657): string {
  const { colon, labels } = LABELS_4657[language]!;
  const sections = labels.map(([heading, ...names], i): Section => [
    heading!,
    ...names.map((name, at): readonly [string, string] => [name, values[i]![at] ?? ""]),
  ]);
  return message("…", sections, colon);
}

const row = (text: string) => ({
  Message: text,
  Id: "4657",
  ProviderName: SECURITY,
  LogName: "Security",
  TimeCreated: "2024-05-14T02:01:17Z",
  MachineName: "WS01",
  RecordId: "77",
});

describe("a message in another language", () => {
  it.each(Object.keys(LABELS_4657))("is read by position: %s", (language) => {
    const read = dataFromMessage(SECURITY, "4657", message4657(language))!;
    expect(read.byPosition).toBe(true);
    expect(Object.fromEntries(read.data.map(({ name, value }) => [name, value]))).toEqual({
      SubjectUserSid: "S-1-5-21-1-2-3-1001",
      SubjectUserName: "alice",
      SubjectDomainName: "CORP",
      SubjectLogonId: "0x1a2b",
      ObjectName: KEY,
      ObjectValueName: "DumpType",
      HandleId: "0x1c",
      OperationType: "…",
      ProcessId: "0x1b84",
      ProcessName: "C:\\Windows\\regedit.exe",
      OldValueType: "REG_DWORD",
      OldValue: "1",
      NewValueType: "REG_DWORD",
      NewValue: "2",
    });
    const { unread, extension } = toEcs({ value: row(message4657(language)) })!;
    expect(unread).toBeUndefined();
    expect(extension).toContain("by their position");
  });

  it("has only a header if a value cannot be what its position says", () => {
    const swapped = [VALUES_4657[0], [KEY, "DumpType", "no handle", "…"], VALUES_4657[2], VALUES_4657[3]];
    const { unread, event } = toEcs({ value: row(message4657("German", swapped)) })!;
    expect(unread).toBe("message");
    expect(event["event.code"]).toBe("4657");
  });

  it("has only a header if the structure is of no known version", () => {
    const cut = message4657("German").split("\r\n").slice(0, -2).join("\r\n");
    expect(toEcs({ value: row(cut) })!.unread).toBe("message");
  });

  it("is read by position for a service and a script block, too", () => {
    const service = [
      "Ein Dienst wurde im System installiert.",
      "",
      "Dienstname:  PSEXESVC",
      "Dienstdateiname:  %SystemRoot%\\PSEXESVC.exe",
      "Diensttyp:  Benutzermodusdienst",
      "Dienststarttyp:  Manuell starten",
      "Dienstkonto:  LocalSystem",
    ].join("\n");
    expect(dataFromMessage("Service Control Manager", "7045", service)?.data[1]).toEqual({
      name: "ImagePath",
      value: "%SystemRoot%\\PSEXESVC.exe",
    });
    const block = [
      "Création du texte Scriptblock (2 sur 3) :",
      "$x = 1: 2",
      "Path : not the last",
      "",
      "ID Scriptblock : 11111111-2222-3333-4444-555555555555",
      "Chemin : C:\\a.ps1",
    ].join("\n");
    const { data } = dataFromMessage("Microsoft-Windows-PowerShell", "4104", block)!;
    expect(data.map(({ value }) => value)).toEqual([
      "2",
      "3",
      "$x = 1: 2\nPath : not the last",
      "11111111-2222-3333-4444-555555555555",
      "C:\\a.ps1",
    ]);
  });
});

describe("an event whose values cannot be read", () => {
  it.each([
    ["message", { ...row("Etwas ist geschehen."), Id: "9999" }],
    ["message", { ...row(""), Message: undefined }],
    ["unnamed", { ...row(""), Id: "9999", Properties: [{ Value: "a" }, { Value: "b" }] }],
    ["payload", { Event: { System: { EventID: 13, Channel: "X" }, EventData: "System.Xml.XmlElement" } }],
  ])("says why: %s", (reason, value) => {
    expect(toEcs({ value })!.unread).toBe(reason);
  });

  it("is whole if the event has no values", () => {
    expect(toEcs({ value: { ...row("Windows is starting up."), Id: "4608" } })!.unread).toBeUndefined();
  });
});
