const microphone =
  "M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3M5 11a7 7 0 0 0 14 0M12 18v3";

/** Line drawings on a grid of 24; each stands beside a word, so it is hidden from readers of the page. */
const shapes = {
  today: "M4 6h16M4 12h16M4 18h10",
  compose: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
  clusters: "M4 10v5h4l6 5V5l-6 5zM17.5 9a4 4 0 0 1 0 7",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  library: "M5 4h5v16H5zM10 4h4v16h-4zM15 5l4-1 3 15-4 1z",
  emergency: "M12 3l10 18H2zM12 10v5M12 18h.01",
  speak: microphone,
  "play-log": "M5 3h14v18H5zM9 8h6M9 12h6M9 16h3",
  reach: "M4 20V10M10 20V4M16 20v-8M22 20H2",
  reports: "M6 3h9l4 4v14H6zM15 3v4h4M9 13h7M9 17h7",
  province: "M3 4h8v7H3zM13 4h8v7h-8zM3 13h8v7H3zM13 13h8v7h-8z",
  admin:
    "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2",
  play: "M7 4l13 8-13 8z",
  stop: "M6 6h12v12H6z",
  check: "M4 13l5 5L20 6",
  close: "M5 5l14 14M19 5L5 19",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 3",
  warning: "M12 3l10 18H2zM12 10v5M12 18h.01",
  down: "M5 9l7 7 7-7",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  plus: "M12 5v14M5 12h14",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16 16l5 5",
  out: "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
  upload: "M12 16V4M7 9l5-5 5 5M4 20h16",
  download: "M12 4v12M7 11l5 5 5-5M4 20h16",
  mic: microphone,
  people:
    "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M2 20c0-4 3-6 7-6s7 2 7 6M17 6a3 3 0 0 1 0 6M18 14c3 .5 4 3 4 6",
  shield: "M12 3l8 3v6c0 5-3 8-8 9-5-1-8-4-8-9V6zM8.5 12l2.5 2.5 4.5-5",
  lock: "M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3",
} as const;
export type IconName = keyof typeof shapes;

export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={shapes[name]} />
  </svg>
);
