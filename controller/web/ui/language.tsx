import { chooseLanguage, language } from "../text.ts";
import { Act } from "./parts.tsx";

/** The other language, by its own name. */
export function LanguageButton() {
  const other = language() === "vi" ? "en" : "vi";
  return (
    <Act kind="quiet" onAct={() => chooseLanguage(other)}>
      <span lang={other}>{other === "en" ? "English" : "Tiếng Việt"}</span>
    </Act>
  );
}
