/** A key of one order: the same key twice is one order, however often a button is pressed or a network repeats. */
export const newKey = (kind: "web" | "hurry" | "push"): string =>
  `${kind}-${Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join("")}`;
