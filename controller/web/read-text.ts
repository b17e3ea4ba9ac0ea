/** Bytes of a document at most, and of its words once unpacked: a page of paper is a few kilobytes. */
const MOST = 5_000_000;
const MOST_UNPACKED = 20_000_000;

export type ReadFault = "too-large" | "not-text";

/** The words of a .txt or .docx file as NFC, or why they cannot be read. */
export async function readText(file: File): Promise<string | ReadFault> {
  if (file.size > MOST) return "too-large";
  const bytes = new Uint8Array(await file.arrayBuffer());
  const zipped = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const text = zipped ? await fromWord(bytes) : fromPlain(bytes);
  return text === undefined || text.trim() === "" ? "not-text" : text.trim().normalize("NFC");
}

function fromPlain(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // What old machines of communes still write.
    return new TextDecoder("windows-1258").decode(bytes);
  }
}

async function fromWord(bytes: Uint8Array): Promise<string | undefined> {
  const { unzipSync } = await import("fflate");
  try {
    const name = "word/document.xml";
    const parts = unzipSync(bytes, {
      filter: (part) => part.name === name && part.originalSize <= MOST_UNPACKED,
    });
    const xml = parts[name];
    return xml === undefined ? undefined : paragraphsOf(new TextDecoder().decode(xml));
  } catch {
    return undefined;
  }
}

const WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

function paragraphsOf(xml: string): string {
  const page = new DOMParser().parseFromString(xml, "application/xml");
  const paragraphs = [...page.getElementsByTagNameNS(WORD, "p")];
  return paragraphs
    .map((paragraph) =>
      [...paragraph.getElementsByTagNameNS(WORD, "*")].map(textOfRun).join("").trim(),
    )
    .filter((line) => line !== "")
    .join("\n");
}

function textOfRun(part: Element): string {
  if (part.localName === "t") return part.textContent ?? "";
  return part.localName === "tab" || part.localName === "br" ? " " : "";
}
