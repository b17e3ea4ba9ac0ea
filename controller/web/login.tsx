import { useEffect, useRef, useState } from "preact/hooks";
import { type Problem, problemIn } from "./call.ts";
import { logIn } from "./session.ts";
import { t } from "./text.ts";
import { Icon } from "./ui/icon.tsx";
import { LanguageButton } from "./ui/language.tsx";
import { Field } from "./ui/parts.tsx";
import { detailOf } from "./ui/toast.tsx";

/** An address may name who will log in, as the first one of a new station does: `/?user=admin`. */
const named = (): string => new URLSearchParams(location.search).get("user")?.slice(0, 64) ?? "";

export function Login() {
  const [who] = useState(named);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // What is still to be typed has the focus.
    form.current?.querySelector<HTMLInputElement>('input[value=""], input:not([value])')?.focus();
  }, []);
  const [wrong, set] = useState<Problem | undefined>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const filled = new FormData(event.currentTarget as HTMLFormElement);
    setBusy(true);
    try {
      await logIn(String(filled.get("username")), String(filled.get("password")));
      // The next person at this machine is somebody else.
      if (who !== "") history.replaceState(null, "", location.pathname);
    } catch (error) {
      set(problemIn(error));
      setBusy(false);
    }
  };
  return (
    <main class="login">
      <form ref={form} class="card" onSubmit={(event) => void submit(event as SubmitEvent)}>
        <div class="login-head">
          <img src="/icon.svg" alt="" width="44" height="44" />
          <div>
            <h1>Vang Xa</h1>
            <p class="muted">{t.login.about}</p>
          </div>
        </div>
        {wrong ? (
          <div class="notice bad" role="alert">
            <Icon name="warning" />
            <div>
              <strong>{wrong.title}</strong>
              <p>{detailOf(wrong)}</p>
            </div>
          </div>
        ) : null}
        <Field label={t.login.username}>
          <input
            name="username"
            autocomplete="username"
            required
            autocapitalize="none"
            defaultValue={who}
          />
        </Field>
        <Field label={t.login.password}>
          <input name="password" type="password" autocomplete="current-password" required />
        </Field>
        <button type="submit" class="button main wide" disabled={busy}>
          {t.login.submit}
        </button>
        <p class="muted small">{t.login.forgotten}</p>
        <LanguageButton />
      </form>
    </main>
  );
}
