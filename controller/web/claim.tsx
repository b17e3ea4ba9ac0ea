import { Link } from "./navigate.tsx";
import { t } from "./text.ts";
import { Heading } from "./ui/heading.tsx";
import { Card } from "./ui/parts.tsx";

/** What the picture on a screen opens on a telephone: the code, large, to be typed on the board. */
export function Claim() {
  const code = decodeURIComponent(location.hash.slice(1)).slice(0, 20);
  return (
    <>
      <Heading title={t.screens.claim} />
      <Card>
        {code === "" ? <p>{t.claim.none}</p> : <p class="claim-code number">{code}</p>}
        <p class="muted">{t.claim.typeIt}</p>
        <Link to="clusters" class="button">
          {t.screens.clusters}
        </Link>
      </Card>
    </>
  );
}
