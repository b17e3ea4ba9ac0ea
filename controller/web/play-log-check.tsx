import { useState } from "preact/hooks";
import type { Static } from "typebox";
import type { VerifyView } from "../playlog/playlog-api.ts";
import { call } from "./call.ts";
import { t } from "./text.ts";
import { Act, Card } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";

type Found = Static<typeof VerifyView>;

/** Reading a year of a province again takes minutes. */
const PATIENCE = 300_000;

/** Checks every chain and signature; what does not hold is named, each place on a line of its own. */
export function useCheck() {
  const [found, setFound] = useState<Found>();
  const check = async (): Promise<void> => {
    const answer = await call<Found>("/api/play-log/verify", { patience: PATIENCE });
    setFound(answer);
    if (answer.ok) sayDone(t.log.verified(answer.rows));
  };
  const button = (
    <Act icon="shield" onAct={check}>
      {t.log.verify}
    </Act>
  );
  return { button, result: found ? <Result found={found} /> : null };
}

function Result({ found: { ok, rows, faults, gaps, receipts, heads } }: { found: Found }) {
  if (ok && gaps.length === 0) return null;
  return (
    <Card>
      {ok ? (
        <p>{t.log.verified(rows)}</p>
      ) : (
        <div role="alert">
          <p class="notice bad">{t.log.broken(faults.length)}</p>
          <ul>
            {faults.map(({ where, kind, name, vi }) => (
              <li key={`${where} ${kind} ${name}`}>{vi}</li>
            ))}
          </ul>
          <p>{t.log.brokenHint}</p>
        </div>
      )}
      {gaps.length === 0 ? null : (
        <>
          <p>{t.log.gaps}</p>
          <ul>
            {gaps.map(({ agent, boot, through, highest }) => (
              <li key={`${agent} ${boot}`}>{t.log.gap(agent, through, highest)}</li>
            ))}
          </ul>
        </>
      )}
      <p class="muted small">{t.log.checked(receipts.count, receipts.signed, heads.count)}</p>
    </Card>
  );
}
