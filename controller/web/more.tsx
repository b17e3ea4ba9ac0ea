import { offered, rest } from "./menu.ts";
import { Link } from "./navigate.tsx";
import { PersonSessions } from "./person-sessions.tsx";
import { logOut, usePerson } from "./session.ts";
import { t } from "./text.ts";
import { Heading } from "./ui/heading.tsx";
import { Icon } from "./ui/icon.tsx";
import { LanguageButton } from "./ui/language.tsx";
import { Act } from "./ui/parts.tsx";
import { words } from "./words-admin.ts";

/** The rest of the menu on a telephone, and what is one's own. */
export function More() {
  const session = usePerson();
  return (
    <>
      <Heading title={t.screens.more} />
      <nav class="tiles" aria-label={t.screens.more}>
        {offered(session, rest).map((one) => (
          <Link key={one} to={one} class="tile">
            <Icon name={one as "today"} />
            <span>{t.screens[one]}</span>
          </Link>
        ))}
      </nav>
      <section class="card">
        <h2>{session.person.name}</h2>
        <p class="muted">{session.roles.map((held) => t.roles[held.role]).join(", ")}</p>
        <div class="row">
          <Act icon="out" onAct={logOut}>
            {t.logOut}
          </Act>
          <LanguageButton />
          <Link to="guide" class="button">
            {t.screens.guide}
          </Link>
          <a class="button" href="/ket-qua">
            {words.publicResults}
          </a>
        </div>
        <PersonSessions person={session.person.id} may />
      </section>
    </>
  );
}
