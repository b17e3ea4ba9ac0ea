import { render } from "preact";
import { Frame } from "./frame.tsx";
import { Login } from "./login.tsx";
import { openSession, useSession } from "./session.ts";
import { loadText, t } from "./text.ts";
import { Toasts } from "./ui/toast.tsx";

function App() {
  const session = useSession();
  return (
    <>
      {session === undefined ? (
        <p class="waiting alone" role="status">
          {t.loading}
        </p>
      ) : session === null ? (
        <Login />
      ) : (
        <Frame session={session} />
      )}
      <Toasts />
    </>
  );
}

await loadText();
const root = document.getElementById("app");
if (root) render(<App />, root);
await openSession();
// Only a safe context (HTTPS or this machine) has service workers; without one the app needs the network to open.
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => undefined);
