import { setQuery } from "./navigate.tsx";
import { usePerson } from "./session.ts";
import { t } from "./text.ts";
import { Field } from "./ui/parts.tsx";

interface PickerProps {
  readonly value: string;
  /** Whether "all of them" may be chosen. */
  readonly all: boolean;
}

/** One of the communes that this person sees, kept in the address; nothing where there is only one. */
export function CommunePicker({ value, all }: PickerProps) {
  const { communes } = usePerson();
  if (communes.length < 2) return null;
  return (
    <Field label={t.log.commune}>
      <select value={value} onChange={(e) => setQuery({ commune: e.currentTarget.value })}>
        {all ? <option value="">{t.all}</option> : null}
        {communes.map((one) => (
          <option key={one.code} value={one.code}>
            {one.name}
          </option>
        ))}
      </select>
    </Field>
  );
}
