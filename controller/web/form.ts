import { useState } from "preact/hooks";

/** The fields of a small form, each tied to its input by name. */
export function useForm<T extends Readonly<Record<string, string>>>(blank: T) {
  const [form, set] = useState<T>(blank);
  return {
    form,
    clear: () => set(blank),
    /** Whether all of these are filled. */
    filled: (...names: readonly (keyof T)[]): boolean =>
      names.every((name) => (form[name] ?? "").trim() !== ""),
    input: (name: keyof T & string) => ({
      value: form[name],
      onInput: (event: Event) => {
        const { value } = event.currentTarget as HTMLInputElement;
        set((now) => ({ ...now, [name]: value }));
      },
    }),
    /** The same for a field that hands over its value by itself. */
    field: (name: keyof T & string) => ({
      value: form[name] ?? "",
      onValue: (value: string) => set((now) => ({ ...now, [name]: value })),
    }),
  };
}
