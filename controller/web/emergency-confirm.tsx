import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { isTyped } from "./hurry.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Act, Field } from "./ui/parts.tsx";

interface ConfirmProps {
  readonly title: string;
  /** The consequence in numbers. */
  readonly children: ComponentChildren;
  readonly send: string;
  readonly onSend: () => Promise<void>;
  readonly onClose: () => void;
}

/** The second step before loudspeakers interrupt everybody: a typed word, never a press alone. */
export function Confirm({ title, children, send, onSend, onClose }: ConfirmProps) {
  const [typed, type] = useState("");
  return (
    <Dialog
      tone="danger"
      title={title}
      onClose={onClose}
      foot={
        <>
          <Act onAct={onClose}>{t.cancelButton}</Act>
          <Act kind="danger" icon="play" disabled={!isTyped(typed)} onAct={onSend}>
            {send}
          </Act>
        </>
      }
    >
      {children}
      <Field label={t.emergency.type}>
        <input
          value={typed}
          autocomplete="off"
          onInput={(event) => type(event.currentTarget.value)}
        />
      </Field>
    </Dialog>
  );
}
