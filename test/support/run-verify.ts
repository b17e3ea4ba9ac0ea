/** Runs a command in this process and keeps what it wrote. */
export async function run(
  main: (argv: readonly string[]) => Promise<number>,
  argv: readonly string[],
): Promise<{ code: number; text: string; json: unknown }> {
  const write = process.stdout.write;
  let text = "";
  process.stdout.write = ((chunk: string) => {
    text += chunk;
    return true;
  }) as typeof process.stdout.write;
  try {
    const code = await main(argv);
    return { code, text, json: argv.includes("--json") ? JSON.parse(text) : undefined };
  } finally {
    process.stdout.write = write;
  }
}
