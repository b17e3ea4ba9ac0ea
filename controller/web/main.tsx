import { render } from "preact";
import { expectScreen, Frame } from "./frame.tsx";
import { Login } from "./login.tsx";
import { placeOf } from "./route.ts";
import { isKnownHere, openSession, useSession } from "./session.ts";
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
if (isKnownHere()) expectScreen(placeOf(location.pathname, location.search).screen);
const root = document.getElementById("app");
if (root) render(<App />, root);
await openSession();
// Only a safe context (HTTPS or this machine) has service workers; without one the app needs the network to open.
if ("serviceWorker" in navigator) void keepShell();

/** After the first visit the shell opens without a network: the worker keeps what this page has loaded. */
async function keepShell(): Promise<void> {
  await navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  const { active } = await navigator.serviceWorker.ready;
  const tell = () => {
    const loaded = performance
      .getEntriesByType("resource")
      .map((entry) => new URL(entry.name))
      .filter((url) => url.origin === location.origin)
      .map((url) => url.pathname);
    active?.postMessage({ loaded });
  };
  tell();
  // Parts of screens come a moment later, and a worker that has just begun does not see them yet.
  setTimeout(tell, 3_000);
}
