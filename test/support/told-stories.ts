import { alertStories } from "./told/alert-stories.ts";
import { calendarStories } from "./told/calendar-stories.ts";
import { machineStories } from "./told/machine-stories.ts";
import { messageStories } from "./told/message-stories.ts";
import { orderStories } from "./told/order-stories.ts";
import { personStories } from "./told/person-stories.ts";
import { placeStories } from "./told/place-stories.ts";
import { reportStories } from "./told/report-stories.ts";
import type { Stories } from "./told/story.ts";

/** Every write of the API, with what the log of people must say of it. A route that is missing here fails the test. */
export const toldStories: Stories = {
  ...personStories,
  ...placeStories,
  ...machineStories,
  ...messageStories,
  ...orderStories,
  ...calendarStories,
  ...alertStories,
  ...reportStories,
};

/** They change nothing that lasts: they speak, compute or ask. */
export const changesNothing = [
  "POST /api/speech/preview",
  "POST /api/broadcasts/check",
  "POST /api/broadcasts/:id/check",
  "POST /api/reach/coverage",
];
