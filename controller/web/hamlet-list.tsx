import { type Proof, proofs, type ShownHamlet } from "./hamlet-proof.ts";
import { percent } from "./station.ts";
import { Table } from "./ui/chart.tsx";
import { words } from "./words-hamlets.ts";

/** A sign beside each word, of the same texture as on the map. */
export const proofSigns: Readonly<Record<Proof, string>> = {
  proven: "■",
  estimated: "▨",
  unmeasurable: "▒",
  unserved: "□",
};

export const ProofLegend = () => (
  <>
    {proofs.map((proof) => (
      <span key={proof}>
        <span aria-hidden="true">{proofSigns[proof]}</span> {words.proofs[proof]}
      </span>
    ))}
  </>
);

/** What the map says of each hamlet, as rows. */
export const HamletList = ({ hamlets }: { hamlets: readonly ShownHamlet[] }) => (
  <details open>
    <summary>{words.hamletList}</summary>
    <p class="muted small">{words.hamletAbout}</p>
    <Table
      caption={words.hamletList}
      heads={[words.hamlet, words.heard, words.share, words.outline]}
      rows={hamlets.map(({ name, proof, share, outline, source }) => [
        name,
        words.proofs[proof],
        share === undefined ? "–" : percent(share),
        outline ? source || words.drawn : words.notDrawn,
      ])}
    />
  </details>
);
