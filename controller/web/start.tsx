import { useState } from "preact/hooks";
import { call } from "./call.ts";
import { go } from "./navigate.tsx";
import { openSession } from "./session.ts";
import { t } from "./text.ts";
import { Heading } from "./ui/heading.tsx";
import { Act, Card, Field } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";

const blank = {
  provinceCode: "",
  provinceName: "",
  communeCode: "",
  communeName: "",
  hamlet: "",
  households: "",
  cluster: "",
};
type Form = typeof blank;

/** The first quarter of an hour: one commune, one hamlet, one cluster; the rest is imported or added later. */
export function Start() {
  const [form, set] = useState<Form>(blank);
  const input = (name: keyof Form) => ({
    value: form[name],
    onInput: (event: Event) => {
      const { value } = event.currentTarget as HTMLInputElement;
      set((now) => ({ ...now, [name]: value }));
    },
  });
  const ready = Object.values(form).every((text) => text.trim() !== "");
  return (
    <>
      <Heading title={t.start.title} about={t.start.about} />
      <Card title={t.start.unit}>
        <div class="filters">
          <Field label={t.start.provinceCode} help={t.start.provinceCodeHelp}>
            <input {...input("provinceCode")} inputMode="numeric" maxLength={2} />
          </Field>
          <Field label={t.start.provinceName}>
            <input {...input("provinceName")} />
          </Field>
          <Field label={t.start.communeCode} help={t.start.communeCodeHelp}>
            <input {...input("communeCode")} inputMode="numeric" maxLength={5} />
          </Field>
          <Field label={t.start.communeName}>
            <input {...input("communeName")} />
          </Field>
        </div>
      </Card>
      <Card title={t.start.first}>
        <div class="filters">
          <Field label={t.start.hamlet}>
            <input {...input("hamlet")} />
          </Field>
          <Field label={t.start.households}>
            <input {...input("households")} inputMode="numeric" />
          </Field>
          <Field label={t.start.cluster}>
            <input {...input("cluster")} />
          </Field>
        </div>
        <div class="row">
          <Act kind="main" icon="check" disabled={!ready} onAct={() => make(form)}>
            {t.start.make}
          </Act>
        </div>
        <p class="muted small">{t.start.afterwards}</p>
      </Card>
    </>
  );
}

async function make(form: Form): Promise<void> {
  const post = <T,>(path: string, body: object) => call<T>(path, { method: "POST", body });
  const commune = form.communeCode.trim();
  const province = form.provinceCode.trim();
  await post("/api/provinces", { code: province, name: form.provinceName.trim() });
  await post("/api/communes", { code: commune, province, name: form.communeName.trim() });
  const { id } = await post<{ id: string }>("/api/hamlets", {
    commune,
    name: form.hamlet.trim(),
    households: Number(form.households),
  });
  const cluster = await post<{ id: string }>("/api/clusters", {
    commune,
    name: form.cluster.trim(),
    hamlets: [id],
  });
  await openSession();
  sayDone(t.start.done);
  go("clusters", { cluster: cluster.id });
}
