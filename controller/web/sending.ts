import type { MessageView } from "../message/message-api.ts";
import { call } from "./call.ts";
import { type Draft, needsFile, relayMinutes, themeOf, titleOf } from "./draft.ts";
import { whenOf } from "./order-form.ts";
import { type Chosen, type CommuneNode, whereOf } from "./place-tree.ts";
import { words } from "./words-relay.ts";

export interface Sent {
  readonly draft: Draft;
  readonly file: File | undefined;
  readonly chosen: Chosen;
  readonly tree: readonly CommuneNode[];
}

const airing = ({ draft, chosen, tree }: Sent) => ({
  level: draft.level,
  where: whereOf(tree, chosen),
  when: whenOf(draft.when),
});

function contentOf({ source, messageId, relay }: Draft): object {
  if (source !== "relay") return { messageIds: [messageId] };
  const { url, name, fallback } = relay;
  const part = { kind: "relay", sources: [url], seconds: (relayMinutes(relay) ?? 0) * 60 };
  return {
    title: words.title(name),
    parts: [fallback === "" ? part : { ...part, fallback }],
  };
}

/** Orders an approved message or a relay, or with `/check` only asks what would come of it. */
export const sendOrder = <T>(sent: Sent, check = ""): Promise<T> =>
  call<T>(`/api/broadcasts${check}`, {
    method: "POST",
    body: { ...contentOf(sent.draft), ...airing(sent) },
    key: sent.draft.key,
  });

/** Hands a new message in, with where and when it should air. */
export async function sendWish(sent: Sent): Promise<void> {
  const { id } = await sendMessage(sent);
  await call(`/api/messages/${id}/wish`, { method: "PUT", body: airing(sent) });
}

function sendMessage({ draft, file }: Sent): Promise<MessageView> {
  const { chime } = draft;
  const fields = { title: titleOf(draft), theme: themeOf(draft), language: "vie", chime };
  if (needsFile(draft) && file) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    // The server reads the fields first: the file streams into the library behind them.
    form.append("file", file);
    return call("/api/messages", { method: "POST", body: form, patience: 600_000 });
  }
  const text = draft.text.normalize("NFC");
  const body = { ...fields, text, rate: Number(draft.rate), pause: Number(draft.pause) };
  return call("/api/messages", { method: "POST", body, patience: 120_000 });
}
