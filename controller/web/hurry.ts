/** The word that sends an emergency: in any case, composed or not. */
const WORD = "PHÁT";

export const isTyped = (text: string): boolean =>
  text.trim().normalize("NFC").toLocaleUpperCase("vi") === WORD;
