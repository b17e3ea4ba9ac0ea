import { useState } from "preact/hooks";
import { type Problem, problemIn } from "./call.ts";
import { logIn } from "./session.ts";
import { t } from "./text.ts";
import { Icon } from "./ui/icon.tsx";
import { LanguageButton } from "./ui/language.tsx";
import { Field } from "./ui/parts.tsx";
import { detailOf } from "./ui/toast.tsx";

export function Login() {
  const [wrong, set] = useState<Problem | undefined>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setBusy(true);
    try {
      await logIn(String(form.get("username")), String(form.get("password")));
    } catch (error) {
      set(problemIn(error));
      setBusy(false);
    }
  };
  return (
    <main class="login">
      <form class="card" onSubmit={(event) => void submit(event as SubmitEvent)}>
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
          <input name="username" autocomplete="username" required autocapitalize="none" />
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
