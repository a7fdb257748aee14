/** Outlines on a grid of 16 pixels. */
export const ICONS = {
  overview: "M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z",
  alerts: "M8 2.2 14.2 13H1.8zM8 6.5v3M8 11v.6",
  events: "M2 12V9M5 12V5M8 12V7M11 12V3M14 12V8",
  hunt: "M11.4 7A4.4 4.4 0 1 1 2.6 7a4.4 4.4 0 0 1 8.8 0M10.4 10.4l3.4 3.4",
  evidence: "M4 1.8h5l3 3v9.4H4zM9 1.8v3h3M6 8.5h4M6 11h4",
  rules: "m2 4 1.2 1.2L5.5 3M2 8.5l1.2 1.2 2.3-2.2M2 13l1.2 1.2 2.3-2.2M8 4.3h6M8 8.8h6M8 13.3h6",
  report: "M3 2h10v12H3zM5.5 5h5M5.5 7.5h5M5.5 10h3",
  close: "m4 4 8 8M12 4l-8 8",
  more: "M3.2 8h.6M7.7 8h.6M12.2 8h.6",
  add: "M8 3v10M3 8h10",
  previous: "M4 10l4-4 4 4",
  next: "M4 6l4 4 4-4",
  back: "M10 3 5 8l5 5",
  cases: "M2 5h12v8.2H2zM5.6 5V2.8h4.8V5M2 8.6h12",
  fold: "M2.5 3h11v10h-11zM6 3v10M11.2 6.2 9.4 8l1.8 1.8",
  unfold: "M2.5 3h11v10h-11zM6 3v10M9.2 6.2 11 8l-1.8 1.8",
  centre: "M8 2v3M8 11v3M2 8h3M11 8h3M8 5.6a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8",
  widen: "M9.5 2.5h4v4M6.5 13.5h-4v-4M13.5 2.5l-4.5 4.5M2.5 13.5 7 9",
  down: "m4.5 6.5 3.5 3.5 3.5-3.5",
} as const;

export type IconName = keyof typeof ICONS;
