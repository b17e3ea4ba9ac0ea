import type { Api } from "./api.ts";
import type { DemoDeps, Message } from "./shapes.ts";

/** Written by one person, spoken, approved by another. */
export async function approved(
  deps: DemoDeps,
  author: Api,
  approver: Api,
  {
    title,
    text,
    theme = "chuyen-doi-so",
  }: { readonly title: string; readonly text: string; readonly theme?: string },
): Promise<Message> {
  const made = await author.post<Message>("/api/messages", {
    title,
    theme,
    language: "vie",
    text,
  });
  let message = made;
  while (message.sha256 === null) {
    await deps.wait(100);
    message = await author.get<Message>(`/api/messages/${made.id}`);
  }
  await approver.post(`/api/messages/${made.id}/approve`, {});
  return { ...message, status: "approved" };
}
