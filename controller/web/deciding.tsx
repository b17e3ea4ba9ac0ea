import { useState } from "preact/hooks";
import type { MessageView } from "../message/message-api.ts";
import type { WishView } from "../schedule/wish-api.ts";
import { CallError, call, type Problem } from "./call.ts";
import { useData } from "./data.ts";
import { whenWords } from "./order-form.ts";
import { reachable } from "./place-tree.ts";
import { can, usePerson } from "./session.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Act, Field } from "./ui/parts.tsx";
import { detailOf, sayDone } from "./ui/toast.tsx";
import { usePlaces } from "./where.tsx";

/** Where and when authors would have their messages aired, by message. */
export function useWishes(): ReadonlyMap<string, WishView> {
  const found = useData<{ items: WishView[] }>("/api/wishes", { live: ["message", "broadcast"] });
  return new Map((found.value?.items ?? []).map((one) => [one.message as string, one]));
}

/** `3 cụm · khoảng 812 hộ · ngay sau khi duyệt`. */
export function WishLine({ wish }: { wish: WishView }) {
  const { tree } = usePlaces();
  const sum = reachable(tree, new Set(wish.clusters as readonly string[]));
  return (
    <p>
      <strong>{t.compose.whereSum(wish.clusters.length, sum.households)}</strong> ·{" "}
      {whenWords(wish.when, t.pending.when)}
      {wish.level === "priority" ? ` · ${t.levels["priority"]}` : ""}
      {sum.offline > 0 ? ` · ${t.compose.whereOffline(sum.offline)}` : ""}
    </p>
  );
}

interface DecideProps {
  readonly message: MessageView;
  readonly wish: WishView | undefined;
  readonly onDone: () => Promise<unknown>;
}

/** One press: what was looked at is approved, and aired where and when its author wished. */
export function ApproveButton({ message, wish, onDone }: DecideProps) {
  const session = usePerson();
  const [personal, ask] = useState<Problem | undefined>();
  const orders = wish !== undefined && can(session, "broadcast.approve");
  const approve = async (override?: string) => {
    const contentHash = message.contentHash ?? undefined;
    try {
      await call(`/api/messages/${message.id}/approve`, {
        method: "POST",
        body: { contentHash, ...(override === undefined ? {} : { override }) },
      });
    } catch (error) {
      if (!(error instanceof CallError) || error.problem.code !== "personal-data") throw error;
      return ask(error.problem);
    }
    ask(undefined);
    if (orders) await call(`/api/messages/${message.id}/wish/grant`, { method: "POST", body: {} });
    sayDone(orders ? t.compose.planned : t.library.approved);
    await onDone();
  };
  return (
    <>
      <Act kind="main" icon="check" onAct={() => approve()}>
        {orders ? t.pending.approveAndOrder : t.library.approve}
      </Act>
      {personal ? (
        <Override problem={personal} onClose={() => ask(undefined)} onSend={approve} />
      ) : null}
    </>
  );
}

interface OverrideProps {
  readonly problem: Problem;
  readonly onClose: () => void;
  readonly onSend: (reason: string) => Promise<unknown>;
}

/** Personal data was found in the words: it airs only with a reason that stays in the record. */
function Override({ problem, onClose, onSend }: OverrideProps) {
  const [reason, set] = useState("");
  return (
    <Dialog
      title={problem.title}
      onClose={onClose}
      foot={
        <>
          <Act onAct={onClose}>{t.cancelButton}</Act>
          <Act
            kind="danger"
            disabled={reason.trim().length < 3}
            onAct={() => onSend(reason.trim())}
          >
            {t.pending.overrideSend}
          </Act>
        </>
      }
    >
      <p>{detailOf(problem)}</p>
      <Field label={t.pending.override} help={t.pending.overrideHelp}>
        <input value={reason} onInput={(event) => set(event.currentTarget.value)} />
      </Field>
    </Dialog>
  );
}
