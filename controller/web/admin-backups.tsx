import { call } from "./call.ts";
import { useData } from "./data.ts";
import { dateAndClock, ms } from "./station.ts";
import { Act, Empty, Waiting } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { words } from "./words-admin.ts";

interface Backup {
  readonly name: string;
  readonly bytes: number;
  readonly at: string;
}

export function BackupList() {
  const backups = useData<{ items: Backup[] }>("/api/backups");
  const make = async () => {
    await call("/api/backups", { method: "POST", patience: 300_000 });
    await backups.reload();
    sayDone(words.backupDone);
  };
  const items = backups.value?.items ?? [];
  return (
    <>
      <p class="notice">{words.backupAbout}</p>
      <div class="row">
        <Act kind="main" icon="download" onAct={make}>
          {words.backupNow}
        </Act>
      </div>
      <Waiting data={backups} />
      {backups.value && items.length === 0 ? <Empty title={words.noBackups} /> : null}
      <ul class="list">
        {items.map((one) => (
          <li key={one.name} class="item">
            <span class="item-side number">
              <strong>{dateAndClock(ms(one.at))}</strong>
              <span class="muted">{words.megabytes(one.bytes)}</span>
              <a class="button quiet" href={`/api/backups/${one.name}`} download={one.name}>
                {`${words.download} ${one.name}`}
              </a>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
