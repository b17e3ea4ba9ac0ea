import { strToU8, zipSync } from "fflate";

/** The smallest Word document that has these paragraphs, each in two runs as Word likes to cut them. */
export function docxOf(paragraphs: readonly string[]): Buffer {
  const word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  const runs = (text: string) => {
    const half = Math.ceil(text.length / 2);
    return [text.slice(0, half), text.slice(half)]
      .map((part) => `<w:r><w:t xml:space="preserve">${part}</w:t></w:r>`)
      .join("");
  };
  const body = paragraphs.map((text) => `<w:p>${runs(text)}</w:p>`).join("");
  const xml = `<?xml version="1.0"?><w:document xmlns:w="${word}"><w:body>${body}</w:body></w:document>`;
  return Buffer.from(zipSync({ "word/document.xml": strToU8(xml) }));
}
