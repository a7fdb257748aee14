import { expect, it } from "vitest";
import { below, mapped, securityRecord } from "../support.ts";

const task = (inner: string): string =>
  `<?xml version="1.0" encoding="UTF-16"?>\r\n<Task version="1.2" ` +
  `xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">${inner}</Task>`;

function partsOf(xml: string, id = "4698", name = "TaskContent"): Record<string, unknown> {
  const { event } = mapped(securityRecord(id, { TaskName: "\\T", [name]: xml }));
  expect(event[`winlog.event_data.${name}`]).toBe(xml.replaceAll("\r\n", "\n"));
  const all = below(event, "winlog.scheduled_task.");
  expect(all["winlog.scheduled_task.name"]).toBe("\\T");
  delete all["winlog.scheduled_task.name"];
  return Object.fromEntries(
    Object.entries(all).map(([field, value]) => [field.slice("winlog.scheduled_task.".length), value]),
  );
}

const WHOLE = task(`
  <RegistrationInfo><Date>2024-03-01T10:00:00</Date><URI>\\Updater</URI></RegistrationInfo>
  <Triggers>
    <LogonTrigger><Enabled>false</Enabled><UserId>DOM\\eve</UserId></LogonTrigger>
    <TimeTrigger>
      <Repetition><Interval>PT5M</Interval><StopAtDurationEnd>false</StopAtDurationEnd></Repetition>
      <StartBoundary>2024-03-01T10:00:00</StartBoundary>
    </TimeTrigger>
    <BootTrigger />
  </Triggers>
  <Principals>
    <Principal id="Author"><RunLevel>HighestAvailable</RunLevel><UserId>S-1-5-18</UserId>
      <LogonType>Password</LogonType></Principal>
  </Principals>
  <Settings><Hidden>true</Hidden><Enabled>1</Enabled><Priority>7</Priority></Settings>
  <Actions Context="Author">
    <ComHandler><ClassId>{1}</ClassId></ComHandler>
    <Exec><Command>cmd.exe</Command><Arguments>/c "set a=1|more" &amp;&amp; x</Arguments></Exec>
    <Exec><Command>C:\\a.exe</Command><WorkingDirectory>C:\\</WorkingDirectory></Exec>
  </Actions>`);

it("has the parts of its task, as Elastic's pipeline makes them", () => {
  expect(partsOf(WHOLE)).toEqual({
    uri: "\\Updater",
    "principals.id": "Author",
    "principals.run_level": "HighestAvailable",
    "principals.user.identifier": "S-1-5-18",
    "principals.logon.type": "Password",
    "settings.hidden": true,
    "settings.enabled": true,
    // By kind, as the agent's decoding loses the order.
    "triggers.type": ["boot", "time", "logon"],
    "triggers.enabled": [true, true, false],
    "triggers.repetition.interval": "PT5M",
    "triggers.repetition.stop_at_duration_end": false,
    "triggers.definition": [
      "v=1|type=boot|enabled=true|interval=|duration=|stop_at_duration_end=",
      "v=1|type=time|enabled=true|interval=PT5M|duration=|stop_at_duration_end=false",
      "v=1|type=logon|enabled=false|interval=|duration=|stop_at_duration_end=",
    ],
    "actions.type": ["exec", "exec", "com_handler"],
    "actions.context": ["Author", "Author", "Author"],
    "actions.command": ["cmd.exe", "C:\\a.exe"],
    "actions.arguments": '/c "set a=1|more" && x',
    "actions.working_directory": "C:\\",
    "actions.class_id": "{1}",
    "actions.definition": [
      'v=1|type=exec|context=Author|command=cmd.exe|arguments=/c "set a%3D1%7Cmore" && x|working_directory=|class_id=',
      "v=1|type=exec|context=Author|command=C:\\a.exe|arguments=|working_directory=C:\\|class_id=",
      "v=1|type=com_handler|context=Author|command=|arguments=|working_directory=|class_id={1}",
    ],
  });
});

it("is read from the new content of a changed task", () => {
  const actions = task("<Actions><Exec><Command>a</Command></Exec></Actions>");
  expect(partsOf(actions, "4702", "TaskContentNew")["actions.command"]).toBe("a");
  expect(partsOf(actions, "4702", "TaskContent")).toEqual({});
  const { event } = mapped(securityRecord("4688", { TaskContent: actions }));
  expect(below(event, "winlog.scheduled_task.")).toEqual({});
});

it.each(["4699", "4700", "4701"])("%s has the parts of its task", (id) => {
  expect(partsOf(WHOLE, id)["uri"]).toBe("\\Updater");
});

it.each([
  ["is cut off", WHOLE.slice(0, 400)],
  ["ends twice", `${task("<Settings><Hidden>true</Hidden></Settings>")}</UserData>`],
  ["is no task", "<Job><Settings><Hidden>true</Hidden></Settings></Job>"],
  ["is two tasks", task("<Settings><Hidden>true</Hidden></Settings>").slice(40).repeat(2)],
  ["is text", "Task"],
  ["has only text", task("Settings")],
  ["has no known part", task("<Settings><Priority>7</Priority></Settings>")],
  [
    "has its parts twice",
    task("<Settings><Hidden>1</Hidden></Settings><Settings><Hidden>1</Hidden></Settings>"),
  ],
  ["has text for a trigger", task("<Triggers><BootTrigger>x</BootTrigger></Triggers>")],
])("has no parts where the XML %s", (_, xml) => {
  expect(partsOf(xml)).toEqual({});
});

it("reads names with a prefix, and an attribute in place of an element of its name", () => {
  const xml = `<t:Task xmlns:t="x"><t:Principals><t:Principal id="a"><t:id>b</t:id></t:Principal></t:Principals></t:Task>`;
  expect(partsOf(xml)).toEqual({ "principals.id": "a" });
});

it("leaves out values that are no boolean, and writes a repeated element as Elastic does", () => {
  const xml = task(
    "<Triggers><IdleTrigger><Enabled>perhaps</Enabled></IdleTrigger></Triggers>" +
      "<Actions><Exec><Command>a</Command><Command>b</Command></Exec></Actions>",
  );
  expect(partsOf(xml)).toEqual({
    "triggers.type": "idle",
    "triggers.definition": "v=1|type=idle|enabled=|interval=|duration=|stop_at_duration_end=",
    "actions.type": "exec",
    "actions.command": "[a, b]",
    "actions.definition": "v=1|type=exec|context=|command=[a, b]|arguments=|working_directory=|class_id=",
  });
});
