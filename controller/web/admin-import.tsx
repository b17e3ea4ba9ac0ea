import { useState } from "preact/hooks";
import type { ImportReport } from "../fleet/fleet-api.ts";
import { call } from "./call.ts";
import { openSession } from "./session.ts";
import { count } from "./station.ts";
import { Table } from "./ui/chart.tsx";
import { Act, Field } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { words } from "./words-admin.ts";

const heads =
  "Mã tỉnh,Tên tỉnh,Mã xã,Tên xã,Mã thôn,Tên thôn,Số hộ,Số dân,Mã cụm,Tên cụm,Vĩ độ,Kinh độ";
const example =
  "51,Tỉnh Quảng Ngãi,21024,Xã Trà Sơn,thon-dong,Thôn Đông,431,1702,cum-1,Cụm loa Nhà văn hoá Đông,15.2031,108.4502";
const kinds = ["provinces", "communes", "hamlets", "clusters"] as const;

/** Tried first, then done: an error names its row, what is wrong and how to put it right. */
export function Import() {
  const [file, pick] = useState<File | undefined>();
  const [report, show] = useState<ImportReport | undefined>();
  const send = async (dryRun: boolean) => {
    const form = new FormData();
    form.set("file", file as File);
    const path = `/api/fleet/import${dryRun ? "?dryRun=true" : ""}`;
    const found = await call<ImportReport>(path, { method: "POST", body: form });
    show(found);
    if (dryRun || found.errors.length > 0) return;
    await openSession();
    sayDone(words.imported(found.rows));
  };
  return (
    <>
      <Field label={words.file} help={words.fileHelp}>
        <input
          type="file"
          accept=".csv,.xlsx"
          onChange={(event) => {
            pick(event.currentTarget.files?.[0]);
            show(undefined);
          }}
        />
      </Field>
      <div class="row">
        <Act kind="main" disabled={file === undefined} onAct={() => send(true)}>
          {words.dryRun}
        </Act>
        <Act disabled={!report?.dryRun || report.errors.length > 0} onAct={() => send(false)}>
          {words.runNow}
        </Act>
        <Act kind="quiet" icon="download" onAct={template}>
          {words.template}
        </Act>
      </div>
      {report ? <Found report={report} /> : null}
    </>
  );
}

function Found({ report }: { report: ImportReport }) {
  const wrong = report.errors.length > 0;
  return (
    <div class="stack" role="status">
      <p class={`notice ${wrong ? "bad" : "good"}`}>
        {wrong
          ? words.faults(report.errors.length)
          : (report.dryRun ? words.tried : words.imported)(report.rows)}
      </p>
      {wrong ? (
        <Table
          caption={words.fault}
          heads={[words.row, words.column, words.fault]}
          rows={report.errors.map((one) => [one.row, one.column, one.vi])}
        />
      ) : (
        <Table
          caption={words.parts.import}
          heads={[words.kind, words.fresh, words.changed, words.same]}
          rows={kinds.map((kind) => [
            words.kinds[kind],
            count(report[kind].new),
            count(report[kind].changed),
            count(report[kind].same),
          ])}
        />
      )}
    </div>
  );
}

function template(): void {
  const link = document.createElement("a");
  // The mark in front makes Vietnamese readable where a spreadsheet guesses.
  link.href = URL.createObjectURL(
    new Blob([`\uFEFF${heads}\r\n${example}\r\n`], { type: "text/csv" }),
  );
  link.download = "vangxa-mau-nhap.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}
