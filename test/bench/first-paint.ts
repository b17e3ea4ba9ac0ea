// How long the largest content takes to stand on a slow telephone: slow 4G (150 ms, 1.6 Mbit/s down, 0.75 up) and a processor four times
// slower, nothing kept by the browser, a real controller. Prints one JSON object; the interface's bar is 2,500 ms.
// node --import tsx test/bench/first-paint.ts [--rounds 5]
import { parseArgs } from "node:util";
import type { BrowserContext, Page } from "playwright-core";
import { logIn, openBrowser, visit } from "../support/browser.ts";
import { spread } from "../support/spread.ts";
import { ADMIN, startWebStation } from "../support/web-station.ts";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });
const KILOBIT = 1_000 / 8;

async function slowed(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.clearBrowserCache");
  await cdp.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 150,
    downloadThroughput: 1_600 * KILOBIT,
    uploadThroughput: 750 * KILOBIT,
  });
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  return page;
}

/** Milliseconds from the address to the largest paint, asked once the page has been still for a while. */
async function largestPaint(page: Page, address: string): Promise<number> {
  await page.goto(address, { waitUntil: "networkidle" }).catch(() => undefined);
  await page.locator("h1").waitFor();
  return page.evaluate(
    () =>
      new Promise<number>((found) => {
        let last = 0;
        new PerformanceObserver((list) => {
          last = list.getEntries().at(-1)?.startTime ?? last;
        }).observe({ type: "largest-contentful-paint", buffered: true });
        setTimeout(() => found(last), 1_500);
      }),
  );
}

const station = await startWebStation();
const browser = await openBrowser();
const took = { login: [] as number[], today: [] as number[] };
try {
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const stranger = await browser.newContext({
      viewport: { width: 360, height: 760 },
      serviceWorkers: "block",
    });
    took.login.push(await largestPaint(await slowed(stranger), station.base));
    await stranger.close();
    const { context, page } = await visit(browser, station.base);
    await logIn(page, "admin", ADMIN);
    const state = await context.storageState();
    await context.close();
    const known = await browser.newContext({
      viewport: { width: 360, height: 760 },
      storageState: state,
      serviceWorkers: "block",
    });
    took.today.push(await largestPaint(await slowed(known), `${station.base}/today`));
    await known.close();
  }
  console.log(
    JSON.stringify({
      bench: "first-paint",
      login: spread(took.login),
      today: spread(took.today),
      barMs: 2_500,
    }),
  );
} finally {
  await browser.close();
  await station.stop();
}
