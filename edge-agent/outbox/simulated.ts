import type { Report } from "../../contract/receipt.ts";

/** What a board reports; one without a loudspeaker says with each play that nothing sounded. */
export const asTold = (report: Report, simulated: true | undefined): Report =>
  simulated && (report.kind === "started" || report.kind === "ended")
    ? { ...report, simulated }
    : report;
