import { drop, index, refers, table } from "./create.ts";
import type { Migration } from "./migration.ts";

/** What the SIM of a cluster's board allows, and whether its clock goes on without power. */
export const dataPlan: Migration = {
  name: "data plan",
  up: async ({ schema }) => {
    await schema.alterTable("cluster").addColumn("data_plan", "text").execute();
    await schema.alterTable("cluster").addColumn("keeps_time", "integer").execute();
  },
  down: async ({ schema }) => {
    await schema.alterTable("cluster").dropColumn("keeps_time").execute();
    await schema.alterTable("cluster").dropColumn("data_plan").execute();
  },
};

/** What the player of each board can decode. */
export const boardPlayer: Migration = {
  name: "board player",
  up: async ({ schema }) => {
    await schema.alterTable("agent_state").addColumn("player", "text").execute();
  },
  down: async ({ schema }) => {
    await schema.alterTable("agent_state").dropColumn("player").execute();
  },
};

/** Whether the microphone at the pole may sound. */
export const localInput: Migration = {
  name: "local input",
  up: async ({ schema }) => {
    await schema.alterTable("cluster").addColumn("local_input", "integer").execute();
  },
  down: async ({ schema }) => {
    await schema.alterTable("cluster").dropColumn("local_input").execute();
  },
};

/** The last day of each board, and what people did at the cluster. */
export const boardHistory: Migration = {
  name: "board history",
  up: async ({ schema }) => {
    await table(
      schema,
      "board_pulse",
      "agent text, slot instant, heard integer, signal real?, temperature real?",
      "agent",
      "slot",
    ).execute();
    await index(schema, "board_pulse", "slot");
    const note = table(
      schema,
      "repair_note",
      "id text, cluster text, at instant, person text, text text",
      "id",
    );
    await refers(note, "repair_note", "cluster", "cluster", "id").execute();
    await index(schema, "repair_note", "cluster", "at");
  },
  down: drop("repair_note", "board_pulse"),
};

/** Whom people telephone at a cluster that confirms nothing. */
export const contacts: Migration = {
  name: "contacts",
  up: async ({ schema }) => {
    const made = table(schema, "cluster_contact", "cluster text, name text, phone text", "cluster");
    await refers(made, "cluster_contact", "cluster", "cluster", "id").execute();
  },
  down: drop("cluster_contact"),
};
