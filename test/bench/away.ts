// Days without a network in real processes at leaping time; prints the figures as JSON. `node --import tsx test/bench/away.ts 7`.
import { away } from "../support/away.ts";

const [days, boards] = [Number(process.argv[2] ?? 7), Number(process.argv[3] ?? 1)];
process.stdout.write(`${JSON.stringify({ bench: "away", ...(await away(days, boards)) })}\n`);
