import { useState } from "preact/hooks";
import { encodeQR } from "qr";
import { call } from "./call.ts";
import { useNow } from "./data.ts";
import { lengthText, ms } from "./station.ts";
import { t } from "./text.ts";
import { Act } from "./ui/parts.tsx";

interface Claim {
  readonly code: string;
  readonly expiresAt: string;
}

/** A code that makes a new board this cluster's, once, for a short while; also as a picture for a telephone. */
export function ClaimCode({ cluster, again }: { cluster: string; again: boolean }) {
  const [claim, set] = useState<Claim | undefined>();
  const make = async () =>
    set(await call<Claim>(`/api/clusters/${cluster}/claim`, { method: "POST", body: {} }));
  return (
    <section class="stack">
      <h3>{again ? t.claim.replace : t.claim.title}</h3>
      {claim ? (
        <Shown claim={claim} />
      ) : (
        <>
          <p class="muted small">{t.claim.help}</p>
          <div class="row">
            <Act onAct={make}>{t.claim.make}</Act>
          </div>
        </>
      )}
    </section>
  );
}

function Shown({ claim }: { claim: Claim }) {
  const left = ms(claim.expiresAt) - useNow();
  if (left <= 0) return <p class="notice warn">{t.claim.over}</p>;
  const rows = encodeQR(`${location.origin}/claim#${claim.code}`, "raw", { border: 2 });
  const path = rows
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join("");
  return (
    <div class="claim" role="status">
      <svg viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={t.claim.picture}>
        <path d={path} />
      </svg>
      <p class="claim-code number">{claim.code}</p>
      <p class="muted number">{t.claim.left(lengthText(left / 1_000, t.length))}</p>
    </div>
  );
}
