/** Of the board's program; presence, enrolment and boot receipts tell it. */
export const VERSION = "0.1.0";
