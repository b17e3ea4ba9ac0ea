import { type Static, Type } from "typebox";

/** One of the ten first bulletins: facts of the Resolution 57 papers in our words, with the clause that they come from. */
export const StarterEntry = Type.Object({
  id: Type.String({ pattern: "^[a-z0-9-]{1,40}$" }),
  title: Type.String({ minLength: 1 }),
  theme: Type.String({ minLength: 1 }),
  language: Type.String({ pattern: "^[a-z]{3}$" }),
  sourceDocument: Type.String({ minLength: 1 }),
  clause: Type.String({ minLength: 1 }),
  file: Type.String({ pattern: "^[a-z]{3}/[a-z0-9-]+\\.txt$" }),
});

export type StarterScript = Omit<Static<typeof StarterEntry>, "file"> & { readonly text: string };

export type ReadStarter = () => Promise<readonly StarterScript[]>;
