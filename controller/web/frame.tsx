import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLink } from "./live.ts";
import { bar, isOpen, offered, rest } from "./menu.ts";
import { Link, usePlace } from "./navigate.tsx";
import type { Screen } from "./route.ts";
import { logOut, type Session } from "./session.ts";
import { t } from "./text.ts";
import { Icon } from "./ui/icon.tsx";
import { Act } from "./ui/parts.tsx";

type Load = () => Promise<ComponentType>;
/** Each screen is a part of its own, loaded when it is first opened. */
const parts: Readonly<Partial<Record<Screen, Load>>> = {
  today: async () => (await import("./today.tsx")).Today,
  compose: async () => (await import("./compose.tsx")).Compose,
  calendar: async () => (await import("./calendar.tsx")).Calendar,
  library: async () => (await import("./library.tsx")).Library,
  clusters: async () => (await import("./clusters.tsx")).Clusters,
  emergency: async () => (await import("./emergency.tsx")).Emergency,
  speak: async () => (await import("./speak.tsx")).Speak,
  "play-log": async () => (await import("./play-log.tsx")).PlayLog,
  reach: async () => (await import("./reach.tsx")).Reach,
  reports: async () => (await import("./reports.tsx")).Reports,
  province: async () => (await import("./province.tsx")).Province,
  admin: async () => (await import("./admin.tsx")).Admin,
  start: async () => (await import("./start.tsx")).Start,
  claim: async () => (await import("./claim.tsx")).Claim,
  guide: async () => (await import("./guide.tsx")).Guide,
  more: async () => (await import("./more.tsx")).More,
};

export function Frame({ session }: { session: Session }) {
  const { screen } = usePlace();
  const [hurry] = offered(session, ["emergency"]);
  useEffect(() => {
    document.title = `${t.screens[screen]} · Vang Xa`;
  }, [screen]);
  return (
    <div class="frame">
      <a class="skip" href="#main">
        {t.skip}
      </a>
      <header class="top">
        <Link to="today" class="brand">
          <img src="/icon.svg" alt="" width="28" height="28" />
          <span>Vang Xa</span>
        </Link>
        {hurry ? (
          <Link to={hurry} class="button danger hurry" current={screen === hurry}>
            <Icon name="emergency" />
            <span>{t.emergencyButton}</span>
          </Link>
        ) : null}
      </header>
      <Side session={session} screen={screen} />
      <main id="main" tabIndex={-1}>
        <LostNotice />
        <ScreenPart screen={isOpen(session, screen) ? screen : "today"} />
      </main>
      <PhoneBar session={session} screen={screen} />
    </div>
  );
}

function Side({ session, screen }: { session: Session; screen: Screen }) {
  return (
    <aside class="side" aria-label={t.account}>
      <nav aria-label={t.mainMenu}>
        {offered(session, [...bar, ...rest]).map((one) => (
          <Link key={one} to={one} class="side-link" current={one === screen}>
            <Icon name={one as "today"} />
            <span>{t.screens[one]}</span>
          </Link>
        ))}
      </nav>
      <div class="who">
        <strong>{session.person.name}</strong>
        <span class="muted small">{unitName(session)}</span>
        <Act kind="quiet" icon="out" onAct={logOut}>
          {t.logOut}
        </Act>
      </div>
    </aside>
  );
}

const unitName = (session: Session): string => {
  const [only, second] = session.communes;
  if (only && !second) return only.name;
  return t.communes(session.communes.length);
};

function PhoneBar({ session, screen }: { session: Session; screen: Screen }) {
  const shown = offered(session, bar);
  return (
    <nav class="phone-bar" aria-label={t.quickMenu}>
      {shown.map((one) => (
        <Link key={one} to={one} current={one === screen}>
          <Icon name={one as "today"} />
          <span>{t.screens[one]}</span>
        </Link>
      ))}
      <Link to="more" current={!shown.includes(screen)}>
        <Icon name="more" />
        <span>{t.screens.more}</span>
      </Link>
    </nav>
  );
}

function LostNotice() {
  const link = useLink();
  return (
    <div role="status" class="lost">
      {link === "lost" ? (
        <p class="notice warn">
          <Icon name="warning" /> {t.lost}
        </p>
      ) : null}
    </div>
  );
}

const loaded = new Map<Screen, ComponentType>();

const loadPart = async (screen: Screen): Promise<void> => {
  const part = await (parts[screen] ?? parts.today)?.();
  if (part) loaded.set(screen, part);
};

/** Fetches the part of a screen while it is still asked who is logged in. */
export const expectScreen = (screen: Screen): void => void loadPart(screen).catch(() => undefined);

function ScreenPart({ screen }: { screen: Screen }) {
  const [, redraw] = useState(0);
  const [failed, fail] = useState(false);
  const Part = loaded.get(screen);
  useEffect(() => {
    if (loaded.has(screen)) return;
    fail(false);
    loadPart(screen).then(
      () => redraw((n) => n + 1),
      () => fail(true),
    );
  }, [screen]);
  if (Part) return <Part />;
  return failed ? (
    <p class="notice bad" role="alert">
      <Icon name="warning" /> {t.error.partMissing}
    </p>
  ) : (
    <p class="waiting" role="status">
      {t.loading}
    </p>
  );
}
