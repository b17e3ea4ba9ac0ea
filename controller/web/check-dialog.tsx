import type { CheckView } from "../schedule/check-api.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Icon } from "./ui/icon.tsx";
import { Act } from "./ui/parts.tsx";

interface CheckProps {
  readonly found: CheckView;
  readonly onClose: () => void;
  readonly onSave: () => Promise<void>;
}

/** What would come of an order, before it is one: what will not sound, what is pushed aside, and what to do instead. */
export function CheckDialog({ found, onClose, onSave }: CheckProps) {
  return (
    <Dialog
      title={t.check.title}
      onClose={onClose}
      foot={
        <>
          <Act onAct={onClose}>{t.cancelButton}</Act>
          <Act kind="main" disabled={found.becomes === "refused"} onAct={onSave}>
            {t.check.anyway}
          </Act>
        </>
      }
    >
      <p>{t.check.sum(found.airings, found.clusters, found.households)}</p>
      {found.findings.map((one) => (
        <div
          key={`${one.code} ${one.at}`}
          class={`notice ${one.severity === "error" ? "bad" : one.severity === "warning" ? "warn" : ""}`}
        >
          <Icon name="warning" />
          <div>
            <strong>{one.text}</strong>
            <span>{one.suggestion}</span>
          </div>
        </div>
      ))}
    </Dialog>
  );
}
