import { expect, test } from "vitest";
import { formOf, settingsOf } from "../../controller/web/board-form.ts";

const empty = { megabytes: "", from: "", to: "", clock: "unknown" } as const;

test("what is set is shown, and what is shown is set", () => {
  const settings = {
    dataPlan: { bytesPerDay: 50_500_000, fetchHours: { start: 1_380, end: 300 } },
    keepsTime: true,
  };
  const form = formOf(settings);
  expect(form).toEqual({ megabytes: "50.5", from: "23:00", to: "05:00", clock: "keeps" });
  expect(settingsOf(form)).toEqual(settings);
  expect(settingsOf(formOf({ dataPlan: null, keepsTime: null }))).toEqual({
    dataPlan: null,
    keepsTime: null,
  });
});

test.for([
  { ...empty, megabytes: "0" },
  { ...empty, megabytes: "nhiều" },
  { ...empty, from: "23:00" },
  { ...empty, to: "05:00" },
  { ...empty, from: "x", to: "05:00" },
])("half an answer or none is no plan: %o", (form) => {
  expect(settingsOf(form)).toBeUndefined();
});
