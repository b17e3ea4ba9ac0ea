import type { Duration, Timers } from "../../contract/time.ts";
import type { Wire } from "./wire.ts";

/**
 * A broker that takes a message and never says so (a full queue, an ACL that refuses in silence) would hold its sender for ever:
 * after `limit` the publish counts as not sent. It may have arrived all the same; everything that we send bears to come twice.
 */
export const bounded = (
  publish: Wire["publish"],
  timers: Timers,
  limit: Duration,
): Wire["publish"] => {
  return (topic, bytes, how) =>
    new Promise((resolve, reject) => {
      const cancel = timers.after(limit, "broker answers", () =>
        reject(new Error("the broker does not answer")),
      );
      publish(topic, bytes, how).then(resolve, reject).finally(cancel);
    });
};
