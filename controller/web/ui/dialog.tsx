import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../text.ts";
import { Icon } from "./icon.tsx";

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** Buttons at the foot; without them there is only the cross. */
  readonly foot?: ComponentChildren;
  readonly tone?: "danger";
}

/** A modal window of the browser: it keeps the focus inside, closes with Escape, and gives the focus back. */
export function Dialog({ title, onClose, children, foot, tone }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  const name = useId();
  useEffect(() => {
    const before = document.activeElement;
    const dialog = box.current;
    dialog?.showModal();
    const cancel = (event: Event) => {
      event.preventDefault();
      close.current();
    };
    dialog?.addEventListener("cancel", cancel);
    return () => {
      dialog?.removeEventListener("cancel", cancel);
      if (dialog?.open) dialog.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog ref={box} class={tone ? `dialog ${tone}` : "dialog"} aria-labelledby={name}>
      <header class="dialog-head">
        <h2 id={name}>{title}</h2>
        <button type="button" class="icon-button" onClick={onClose} aria-label={t.close}>
          <Icon name="close" />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <section class="dialog-body" tabIndex={0} aria-labelledby={name}>
        {children}
      </section>
      {foot === undefined ? null : <footer class="dialog-foot">{foot}</footer>}
    </dialog>
  );
}
