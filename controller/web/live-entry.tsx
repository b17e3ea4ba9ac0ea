import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import type { Chosen } from "./place-tree.ts";
import { can, usePerson } from "./session.ts";
import { Act, Card } from "./ui/parts.tsx";
import { words } from "./words-live.ts";

/** The way to the microphone, for those who may speak; the rest of it comes when it is wanted. */
export function LiveEntry({ chosen }: { chosen: Chosen }) {
  const [Speak, show] = useState<ComponentType<{ chosen: Chosen }> | undefined>();
  if (!can(usePerson(), "live.speak")) return null;
  if (Speak) return <Speak chosen={chosen} />;
  const open = async () => {
    const { LiveSpeak } = await import("./live-speak.tsx");
    show(() => LiveSpeak);
  };
  return (
    <Card>
      <Act kind="quiet" onAct={open}>
        {words.open}
      </Act>
    </Card>
  );
}
