// How long after a receipt a page shows it: a real controller, a real board and Chromium. A play's receipts are taken as the play log says that
// it took them; the page says itself when the words stand. Prints JSON: milliseconds over so many plays.
// node --import tsx test/bench/receipt-to-screen.ts [--plays 20]
import { parseArgs } from "node:util";
import { logIn, openBrowser, visit } from "../support/browser.ts";
import { spread } from "../support/spread.ts";
import { PASSWORD, startWebStation } from "../support/web-station.ts";

const { values } = parseArgs({ options: { plays: { type: "string", default: "20" } } });
const PLAYS = Number(values.plays);

interface Row {
  readonly occurrence: string;
  readonly at: string;
}

const station = await startWebStation();
const browser = await openBrowser();
try {
  const message = await station.approved("Tin đo", "thong-bao", "Tin đo.");
  const by = await station.by("duyet");
  const { page } = await visit(browser, station.base);
  await logIn(page, "duyet", PASSWORD);
  const took: number[] = [];
  for (let n = 1; n <= PLAYS; n += 1) {
    const title = `Tin đo số ${n}`;
    // The page watches itself: nothing is asked of it while it waits.
    const shown = page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll(".slot")].some(
          (one) =>
            one.querySelector(".item-title")?.textContent === wanted &&
            one.textContent.includes("đã phát 1/1"),
        ) && Date.now(),
      title,
      { polling: "raf", timeout: 60_000 },
    );
    const order = { messageIds: [message], level: "normal", where: { clusters: ["cum-1"] } };
    await by.post("/api/broadcasts", { ...order, title, when: { now: true } });
    const at = Number(await (await shown).jsonValue());
    const { items } = await by.get<{ items: Row[] }>("/api/play-log?newest=true&limit=1");
    took.push(at - Date.parse(items[0]?.at ?? ""));
  }
  process.stdout.write(`${JSON.stringify({ plays: PLAYS, milliseconds: spread(took) })}\n`);
} finally {
  await browser.close();
  await station.stop();
}
