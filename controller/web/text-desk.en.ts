import { count } from "./station.ts";
import type { viDesk } from "./text-desk.vi.ts";

export const enDesk = {
  record: {
    start: "Start recording",
    stop: "Stop recording",
    again: "Record anew",
    refused: "The browser does not allow the microphone. Allow it for this page and try again.",
    insecure: "Recording needs an https address. Upload a recording, or ask for HTTPS.",
  },
  sound: {
    pause: "Rest between sentences",
    pauses: [
      ["0.7", "Short"],
      ["1", "Ordinary"],
      ["1.6", "Long"],
    ],
    chime: "Chime before and after",
    chimes: [
      ["normal", "Yes"],
      ["none", "No"],
    ],
  },
  starter: {
    load: "Load 10 starter bulletins",
    done: (n: number) => `${count(n)} bulletins were added; their speech is being made.`,
  },
  pending: {
    approveAndOrder: "Approve and plan",
    look: "Look closer or return",
    more: (n) => `${count(n)} more messages wait for approval`,
    own: (titles) => `${titles}: waits for another person's approval.`,
    change: "Change person",
    override: "Why it airs all the same",
    overrideHelp: "The reason is kept with the approver's name.",
    overrideSend: "Approve with this reason",
    when: {
      now: "right after approval",
      session: "in the next session",
      at: (clock, date) => `at ${clock} on ${date}`,
      repeat: (clock, date, rule) => `${rule} at ${clock}, from ${date}`,
      rules: { DAILY: "daily", WEEKLY: "weekly", WEEKDAYS: "Monday to Friday" },
    },
  },
} satisfies typeof viDesk;
