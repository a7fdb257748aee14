/**
 * Languages whose exports may turn up, and the countries of a language that write times differently. A browser lacks
 * some of them; those are left out there. Intl has no list of its locales, so this one is from CLDR's.
 */
export const LOCALES = (
  "en en-AE en-AU en-BE en-BW en-BZ en-CA en-CH en-DE en-DK en-FI en-GB en-HK en-IE en-IL en-IN en-JM en-MT en-MY " +
  "en-NL en-NZ en-PH en-PK en-SE en-SG en-SI en-ZA en-ZW en-SA en-TH en-IR af am ar ar-AE ar-DZ ar-EG ar-IL ar-MA " +
  "ar-SA ar-TN as az be bg bn bn-IN bs ca cs cy da de de-AT de-CH de-LI el es es-AR es-CL es-CO es-CR es-DO es-MX " +
  "es-PA es-PE es-PR es-PY es-US es-UY es-VE et eu fa fa-AF fi fil fr fr-BE fr-CA fr-CH ga gl gu he hi hr hr-BA hu hy " +
  "id is it it-CH ja ja-u-ca-japanese ka kk km kn ko ky lb lo lt lv mk ml mn mr ms my nb ne nl nl-BE nn or pa pl ps pt " +
  "pt-PT ro ru ru-UA sd si sk sl so sq sr sr-Latn sv sv-FI sw sw-KE ta te th th-u-ca-gregory ti tk tr ug uk ur ur-IN uz vi " +
  "xh yue zh zh-HK zh-SG zh-TW zh-TW-u-ca-roc zu"
).split(" ");

/**
 * What else CLDR 48 has that writes dates otherwise. These languages are asked last, for texts that none of the others
 * could have written: their orders and words would give dates of larger languages a second meaning.
 */
export const RARE_LOCALES = (
  "ak ba bm bo br ce cv dz ee eo ff fo fy gd gv ha ia ie ig ii jv ki kl ks ku kw lg ln lu mg mi mt nd oc om os " +
  "qu rm rn rw sa sc se sg sn st su tg tn to tt wo yi yo za agq asa ast bas bem bez bgc bho blo brx bua ccp " +
  "ceb cgg chr ckb csw dav dje doi dsb dua dyo ebu ewo fur gaa gsw guz haw hsb jgo jmc kab kam kde kea kgp khq " +
  "kkj kln kok ksb ksf ksh kxv lag lij lkt lmo lrc luo luy mai mas mer mfe mgh mgo mni mua mzn naq nds nmg nnh " +
  "nqo nso nus nyn pcm pms prg raj rof sah saq sat sbp scn seh ses shi shn smn syr szl teo tok tyv tzm vai vec " +
  "vmw wae xnr xog yav yrl zgh af-NA ar-IQ ar-KM ar-MR bo-IN ee-TG en-BI en-JP en-MV es-BR es-HN ff-GH fr-CM " +
  "fr-DJ fr-MA ha-GH kk-CN ko-CN ku-IQ ms-ID ne-IN om-KE pa-PK ps-PK pt-MO sd-IN se-FI so-KE sq-MK sr-BA sr-ME " +
  "st-LS sv-AX ta-LK ti-ER tr-CY uz-AF yo-BJ zh-MY ckb-IR kok-IN lrc-IQ yrl-CO yue-CN az-Cyrl bs-Cyrl ff-Adlm " +
  "hi-Latn ks-Deva uz-Cyrl kok-Latn kxv-Deva shi-Latn vai-Latn"
).split(" ");

/** Scripts of many languages. Texts in other scripts are compared with the languages of all others. */
const SCRIPTS: readonly (readonly [name: string, letters: RegExp])[] = [
  [
    "other",
    /[^\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Common}\p{Script=Inherited}\P{L}]/u,
  ],
  ["Cyrl", /\p{Script=Cyrillic}/u],
  ["Arab", /\p{Script=Arabic}/u],
  ["Latn", /\p{Script=Latin}/u],
];

/** The script of a text: `Latn`, `Cyrl`, `Arab` or `other`; "" if it has no letters. */
export function scriptIn(text: string): string {
  return SCRIPTS.find(([, letters]) => letters.test(text))?.[0] ?? "";
}

const scripts = new Map<string, string>();

/** The script of a language, likewise. */
export function scriptOf(locale: string): string {
  let known = scripts.get(locale);
  if (known === undefined) {
    const { script = "" } = new Intl.Locale(locale).maximize();
    scripts.set(locale, (known = SCRIPTS.some(([name]) => name === script) ? script : "other"));
  }
  return known;
}
