import type { ReportedHunt } from "../../case/index.ts";
import type { HuntSection } from "../../export/index.ts";
import { reportWords, utc } from "../../wording/index.ts";

export function huntsOf(hunts: readonly ReportedHunt[]): HuntSection {
  return {
    intro: reportWords.huntsIntro(hunts.length),
    hunts: hunts.map(({ title, language, query, at, words, events, more }) => ({
      ...{ title, query },
      words: reportWords.huntRunWords(language, at, words),
      events: events.map((event) => ({ ...event, time: utc(event.time) })),
      more: reportWords.huntMore(events.length, more),
    })),
  };
}
