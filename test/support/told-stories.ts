const told = "test/controller/http/told-writes.test.ts";

/**
 * Writes that need a story before them (an approved message, a second person, a board), and the test that looks at their rows of the log. A board
 * enrols by itself: its row names no person.
 */
export const toldStories: Readonly<Record<string, string>> = {
  "POST /api/alert-keys/:kid/approve": "test/controller/alert/signed.test.ts",
  "POST /api/alerts": "test/controller/alert/alerts.test.ts",
  "POST /api/alerts/:id/air": "test/controller/alert/alerts.test.ts",
  "POST /api/alerts/:id/dismiss": "test/controller/alert/alerts.test.ts",
  "POST /api/broadcasts": told,
  "POST /api/broadcasts/:id/all-clear": "test/controller/schedule/all-clear.test.ts",
  "POST /api/broadcasts/:id/approve": told,
  "POST /api/broadcasts/:id/reject": told,
  "PATCH /api/broadcasts/:id": told,
  "DELETE /api/broadcasts/:id": told,
  "POST /api/demo-data": "test/controller/message/demo-data.test.ts",
  "DELETE /api/demo-data": "test/controller/message/demo-data.test.ts",
  "DELETE /api/people/:id/sessions/:session": told,
  "POST /api/calendar/import": told,
  "POST /api/enrol": "test/controller/fleet/enrol.test.ts",
  "POST /api/fleet/import": told,
  "POST /api/hamlets/:id/split": told,
  "POST /api/inbox/:id/accept": told,
  "POST /api/inbox/:id/decline": told,
  "POST /api/library/import": "test/controller/message/exchange.test.ts",
  "POST /api/make-good/:occurrence/dismiss": "test/controller/schedule/make-good.test.ts",
  "POST /api/messages/:id/approve": told,
  "POST /api/messages/:id/wish/grant": told,
  "POST /api/quarantine/:agent/release": "test/controller/playlog/quarantine.test.ts",
};
