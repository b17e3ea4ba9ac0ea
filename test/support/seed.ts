import fc from "fast-check";

// One seed for a run, so that two runs of the tests see the same worlds; the campaigns vary it.
fc.configureGlobal({ seed: Number(process.env["VANGXA_SEED"] ?? 57) });
