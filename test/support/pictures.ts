import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

const folder = fileURLToPath(new URL("../../docs/screens/", import.meta.url));

/** With VANGXA_SCREENS=1 the page as it stands becomes a picture of the documents, in light colours. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (process.env["VANGXA_SCREENS"] !== "1") return;
  mkdirSync(folder, { recursive: true });
  await page.emulateMedia({ colorScheme: "light" });
  const width = page.viewportSize()?.width ?? 0;
  await page.screenshot({ path: `${folder}${name}-${width}.png` });
}
