#!/usr/bin/env node
// Node 20 cannot load TypeScript by itself: tsx does, and no build step stands between the source
// and what runs.
import { register } from "tsx/esm/api";

register();
await import("../vangxa.ts");
