import type { Refusal } from "../problems.ts";

/** A refusal from where Fastify can only be told by an exception: parsers and plugins. */
export class Refused extends Error {
  readonly refusal: Omit<Refusal, "ok">;
  readonly statusCode: number;
  constructor(refusal: Omit<Refusal, "ok">) {
    super(refusal.code);
    this.name = "Refused";
    this.refusal = refusal;
    this.statusCode = 400;
  }
}
