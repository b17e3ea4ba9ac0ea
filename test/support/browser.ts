import axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { pathOf } from "./programs.mjs";

/** `microphone`: a WAV file that the browser hears instead of its beeps. */
export async function openBrowser(microphone?: string): Promise<Browser> {
  const heard = microphone ? [`--use-file-for-fake-audio-capture=${microphone}`] : [];
  return chromium.launch({
    executablePath: pathOf("chromium") ?? "chromium",
    // Tests may run as root, where Chromium has no sandbox.
    args: [
      "--no-sandbox",
      "--disable-dev-shm-usage",
      "--mute-audio",
      "--autoplay-policy=no-user-gesture-required",
      // A microphone that beeps, allowed without asking.
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      ...heard,
    ],
  });
}

export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Requests that left the station's own address. */
  readonly foreign: string[];
  /** What the page's own code threw, and what its content security policy refused. */
  readonly wrong: string[];
}

export interface VisitOptions {
  readonly width?: number;
  readonly touch?: boolean;
  readonly zone?: string;
}

export async function visit(
  browser: Browser,
  base: string,
  { width = 360, touch = false, zone = "Asia/Ho_Chi_Minh" }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height: 760 },
    hasTouch: touch,
    timezoneId: zone,
    locale: "vi-VN",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const foreign: string[] = [];
  const wrong: string[] = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(base) && !/^(blob|data):/.test(url)) foreign.push(url);
  });
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) wrong.push(message.text());
  });
  await page.goto(base);
  return { context, page, foreign, wrong };
}

export async function logIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel("Tên đăng nhập").fill(username);
  await page.getByLabel("Mật khẩu").fill(password);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await page.getByRole("heading", { level: 1, name: "Hôm nay" }).waitFor();
}

/** What axe finds against WCAG 2.2 A, AA and best practice, as sentences. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: judge } = window as unknown as { axe: typeof axe };
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const found = await judge.run(document, { runOnly: { type: "tag", values: tags } });
    return found.violations.flatMap((one) =>
      one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)}`),
    );
  });
}

/** Presses Tab until what has the focus carries this name, as somebody without a mouse would. */
export async function tabTo(page: Page, name: string, most = 60): Promise<void> {
  for (let presses = 0; presses < most; presses += 1) {
    const here = await page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement | null;
      if (at?.matches("body, main, h1")) return "";
      const labels = at?.labels ? [...at.labels].map((one) => one.textContent) : [];
      return [at?.getAttribute("aria-label"), ...labels, at?.textContent].join(" ");
    });
    if (here.includes(name)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${name} is not reached by Tab`);
}
