import type { DemoView } from "../message/demo-data-api.ts";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { openSession } from "./session.ts";
import { Act, Card, Waiting } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { words } from "./words-start.ts";

const PATH = "/api/demo-data";

/** Loads the marked commune, shows how far its speech is, and takes it away again. */
export function DemoData({ empty }: { empty: boolean }) {
  const demo = useData<DemoView>(PATH, { live: ["message"], every: 3_000 });
  const change = async (method: "POST" | "DELETE") => {
    await call<DemoView>(PATH, { method });
    await openSession();
    await demo.reload();
    if (method === "DELETE") sayDone(words.demoGone);
  };
  const { value } = demo;
  const there = value?.state === "loading" || value?.state === "here";
  if (value && !there && !empty) return null;
  return (
    <Card title={words.demo}>
      <p>{words.demoAbout}</p>
      <Waiting data={demo} />
      {value && there ? (
        <>
          <progress
            max={value.of}
            value={value.spoken}
            aria-label={words.demoProgress(value.spoken, value.of)}
          />
          <p role="status">
            {value.state === "here" ? words.demoHere : words.demoProgress(value.spoken, value.of)}
          </p>
          <div class="row">
            <Act icon="close" onAct={() => change("DELETE")}>
              {words.demoRemove}
            </Act>
          </div>
        </>
      ) : null}
      {value && !there ? (
        <div class="row">
          <Act icon="download" onAct={() => change("POST")}>
            {words.demoLoad}
          </Act>
        </div>
      ) : null}
    </Card>
  );
}
