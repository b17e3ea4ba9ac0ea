import { createTask, type ScheduledTask } from "node-cron";

/** Every ten seconds. The library stalls around clock changes and forgets missed runs: here it only wakes. */
export function cronWake(pattern = "*/10 * * * * *") {
  let task: ScheduledTask | undefined;
  return {
    start: (wake: () => void): void => {
      task ??= createTask(pattern, wake, { timezone: "Etc/UTC", suppressMissedWarning: true });
      void task.start();
    },
    stop: (): void => {
      void task?.destroy();
      task = undefined;
    },
  };
}
