import { useState } from "preact/hooks";
import { LiveSpeak } from "./live-speak.tsx";
import { type Chosen, ownUnit } from "./place-tree.ts";
import { t } from "./text.ts";
import { Heading } from "./ui/heading.tsx";
import { Card } from "./ui/parts.tsx";
import { PlacePicker, usePlaces } from "./where.tsx";
import { words } from "./words-live.ts";

/** The microphone by itself, also for those who approve and never write. */
export function Speak() {
  const places = usePlaces();
  const [picked, choose] = useState<Chosen | undefined>();
  const chosen = picked ?? ownUnit(places.tree);
  return (
    <>
      <Heading title={t.screens.speak} about={words.page} />
      <Card title={t.compose.where}>
        <PlacePicker places={places} chosen={chosen} onChoose={choose} />
      </Card>
      <LiveSpeak chosen={chosen} />
    </>
  );
}
