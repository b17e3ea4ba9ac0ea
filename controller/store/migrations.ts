import { sql } from "kysely";
import { alerts } from "./alert-migrations.ts";
import { boardHistory, boardPlayer, contacts, dataPlan, localInput } from "./board-migrations.ts";
import { calendar, deadlines, relaySources, reminders } from "./calendar-migrations.ts";
import { drop, index, numbered, refers, table } from "./create.ts";
import { levels, makeGood, wish } from "./level-migrations.ts";
import { fingerprint, lexicon, personal, resource, sharedSound } from "./library-migrations.ts";
import type { Migration } from "./migration.ts";
import { hamletOutlines, placeMoves, successors } from "./place-migrations.ts";
import { issuedDocuments, proof, quarantine } from "./proof-migrations.ts";
import { clockMarks, monthlyRollups, rollups, targets, yearlyRollups } from "./reach-migrations.ts";
import { reports, royaltyRates } from "./report-migrations.ts";

const DATED = "valid_from text, valid_to text?";
const PLACE = `name text, folded text, ${DATED}`;

const access: Migration = {
  name: "access",
  up: async ({ schema }) => {
    await table(
      schema,
      "person",
      "id text, username text, name text, password_hash text, disabled integer, created_at instant",
      "id",
    )
      .addUniqueConstraint("person_username", ["username" as never])
      .execute();
    const role = table(
      schema,
      "role",
      "person text, role text, place text",
      "person",
      "role",
      "place",
    );
    await refers(role, "role", "person", "person", "id").execute();
    await table(
      schema,
      "login",
      `token_hash text, person text, created_at instant, seen_at instant, expires_at instant,
       address text, about text`,
      "token_hash",
    ).execute();
    await index(schema, "login", "person");
    await index(schema, "login", "expires_at");
    await numbered(
      schema,
      "audit",
      "seq",
      `at instant, person text?, address text, action text, subject text, before text?,
       after text?, reason text?, link text`,
    ).execute();
    await index(schema, "audit", "subject", "seq");
  },
  down: drop("audit", "login", "role", "person"),
};

const places: Migration = {
  name: "places",
  up: async ({ schema }) => {
    await table(schema, "province", `code text, ${PLACE}`, "code").execute();
    const commune = table(schema, "commune", `code text, province text, ${PLACE}`, "code");
    await refers(commune, "commune", "province", "province", "code").execute();
    await index(schema, "commune", "province");
    const hamlet = table(schema, "hamlet", `id text, commune text, ${PLACE}`, "id");
    await refers(hamlet, "hamlet", "commune", "commune", "code").execute();
    await index(schema, "hamlet", "commune");
    await table(
      schema,
      "hamlet_figure",
      `hamlet text, households integer, people integer, languages text, ${DATED}`,
      "hamlet",
      "valid_from",
    ).execute();
    await table(
      schema,
      "regulation",
      `commune text, number text, sessions text, quiet text, caps text, ${DATED}`,
      "commune",
      "valid_from",
    ).execute();
  },
  down: drop("regulation", "hamlet_figure", "hamlet", "commune", "province"),
};

const boards: Migration = {
  name: "boards",
  up: async ({ schema }) => {
    const cluster = table(
      schema,
      "cluster",
      `id text, commune text, name text, folded text, kind text, latitude real?, longitude real?,
       tags text, exercise integer, volume text, ${DATED}`,
      "id",
    );
    await refers(cluster, "cluster", "commune", "commune", "code").execute();
    await index(schema, "cluster", "commune");
    const serves = table(
      schema,
      "cluster_hamlet",
      `cluster text, hamlet text, share real, ${DATED}`,
      "cluster",
      "hamlet",
      "valid_from",
    );
    await refers(
      refers(serves, "cluster_hamlet", "cluster", "cluster", "id"),
      "cluster_hamlet",
      "hamlet",
      "hamlet",
      "id",
    ).execute();
    await index(schema, "cluster_hamlet", "hamlet", "cluster");
    const agent = table(
      schema,
      "agent",
      `id text, cluster text, public_key text, secret_hash text, about text, status text,
       enrolled_at instant, retired_at instant?`,
      "id",
    );
    await refers(agent, "agent", "cluster", "cluster", "id").execute();
    await index(schema, "agent", "cluster");
    // One board at a time: two enrolments of one cluster cannot both win.
    await schema
      .createIndex("agent_one_active")
      .on("agent")
      .column("cluster")
      .unique()
      .where(sql.ref("status"), "=", sql.lit("active"))
      .execute();
    await table(
      schema,
      "claim",
      `code_hash text, cluster text, created_by text, created_at instant, expires_at instant,
       used_at instant?`,
      "code_hash",
    ).execute();
    await index(schema, "claim", "expires_at");
    await table(
      schema,
      "agent_state",
      `agent text, session text, boot text, state text, seen_at instant, version text,
       applied text, armed integer, wanted integer, clock text, outbox integer, health text?`,
      "agent",
    ).execute();
  },
  down: drop("agent_state", "claim", "agent", "cluster_hamlet", "cluster"),
};

const message: Migration = {
  name: "message",
  up: async ({ schema }) => {
    await table(
      schema,
      "message",
      `id text, version integer, place text, title text, folded text, theme text, language text,
       text text?, spoken text?, spans text, voice text?, origin text, status text, author text,
       created_at instant, content_hash text?, decided_by text?, decided_at instant?,
       decision_reason text?, sha256 text?, bytes integer?, length integer?, lufs real?,
       true_peak real?, peaks text?, engine text?, notes text, source_document text?,
       secrecy text, valid_from instant?, valid_to instant?`,
      "id",
    ).execute();
    await index(schema, "message", "place", "created_at");
    await index(schema, "message", "status", "created_at");
    await index(schema, "message", "sha256");
  },
  down: drop("message"),
};

const schedule: Migration = {
  name: "schedule",
  up: async ({ schema }) => {
    await table(
      schema,
      "broadcast",
      `id text, place text, title text, theme text?, level text, authority text, status text,
       spec text, state text, author text, created_at instant, content_hash text,
       approvals text, cancelled_at instant?, cancelled_by text?, idempotency_key text?`,
      "id",
    )
      .addUniqueConstraint("broadcast_idempotency_key", ["idempotency_key" as never])
      .execute();
    await index(schema, "broadcast", "created_at");
    const occurrence = table(
      schema,
      "occurrence",
      `id text, broadcast text, scope text, document text, level text, not_before instant,
       not_after instant, body text, created_at instant, cancelled_at instant?,
       closed_at instant?`,
      "id",
    );
    await refers(occurrence, "occurrence", "broadcast", "broadcast", "id").execute();
    await index(schema, "occurrence", "broadcast");
    await index(schema, "occurrence", "scope", "not_after");
    await index(schema, "occurrence", "not_after", "not_before");
    const meant = table(
      schema,
      "occurrence_cluster",
      "occurrence text, cluster text",
      "occurrence",
      "cluster",
    );
    await refers(meant, "occurrence_cluster", "occurrence", "occurrence", "id").execute();
    await index(schema, "occurrence_cluster", "cluster", "occurrence");
  },
  down: drop("occurrence_cluster", "occurrence", "broadcast"),
};

const dispatch: Migration = {
  name: "dispatch",
  up: async ({ schema }) => {
    await table(
      schema,
      "document_head",
      `scope text, document text, epoch instant, revision instant, hash text,
       content_hash text, jws text, issued instant, published_at instant?`,
      "scope",
      "document",
    ).execute();
    await index(schema, "document_head", "hash");
    await table(
      schema,
      "document_text",
      "sha256 text, scope text, document text, revision instant, jws text",
      "sha256",
    ).execute();
    await index(schema, "document_text", "scope", "document", "revision");
    await table(
      schema,
      "dispatched",
      "occurrence text, scope text, document text, revision instant, cancel_revision instant?",
      "occurrence",
    ).execute();
  },
  down: drop("dispatched", "document_text", "document_head"),
};

const playlog: Migration = {
  name: "playlog",
  up: async ({ schema }) => {
    await table(
      schema,
      "receipt",
      `agent text, boot text, sequence instant, kind text, occurrence text?, at instant,
       body text, link text, received_at instant`,
      "agent",
      "boot",
      "sequence",
    ).execute();
    await schema
      .createIndex("receipt_by_occurrence_agent")
      .on("receipt")
      .columns(["occurrence", "agent"])
      .where(sql.ref("occurrence"), "is not", sql.lit(null))
      .execute();
    await table(
      schema,
      "receipt_head",
      "agent text, boot text, through instant, link text, highest instant",
      "agent",
      "boot",
    ).execute();
    await table(
      schema,
      "delivered",
      "agent text, scope text, document text, epoch instant, revision instant, at instant",
      "agent",
      "scope",
      "document",
    ).execute();
    await numbered(
      schema,
      "play_log",
      "seq",
      `occurrence text, cluster text, agent text?, outcome text, reason text?, rung text,
       started_at instant?, heard instant, frames instant, of_frames instant, late integer,
       at instant, body text, link text`,
    ).execute();
    await index(schema, "play_log", "occurrence", "cluster", "seq");
    // Covering: figures over a period read these and never the rows.
    await index(schema, "play_log", "cluster", "at", "outcome", "rung", "occurrence", "heard");
    await index(schema, "play_log", "at", "outcome", "rung", "occurrence", "cluster");
    await table(
      schema,
      "outcome",
      "occurrence text, cluster text, seq instant, outcome text, rung text, reason text?",
      "occurrence",
      "cluster",
    ).execute();
    await index(schema, "outcome", "cluster", "occurrence", "outcome", "rung");
    await index(schema, "outcome", "seq");
  },
  down: { refused: "receipts and the play log are evidence; restore a backup instead" },
};

const plumbing: Migration = {
  name: "plumbing",
  up: async ({ schema }) => {
    const event = "at instant, kind text, place text, body text";
    await numbered(schema, "event", "id", event).execute();
    await index(schema, "event", "at");
    await table(schema, "setting", "name text, value text", "name").execute();
  },
  down: drop("setting", "event"),
};

/** In this order for ever: a new step goes to the end, an old one is never edited once it has shipped. */
export const migrations: readonly Migration[] = [
  access,
  places,
  boards,
  message,
  schedule,
  dispatch,
  playlog,
  plumbing,
  alerts,
  levels,
  calendar,
  deadlines,
  makeGood,
  lexicon,
  proof,
  personal,
  resource,
  targets,
  reports,
  fingerprint,
  wish,
  boardHistory,
  dataPlan,
  rollups,
  quarantine,
  placeMoves,
  reminders,
  royaltyRates,
  localInput,
  issuedDocuments,
  monthlyRollups,
  contacts,
  sharedSound,
  boardPlayer,
  relaySources,
  successors,
  hamletOutlines,
  clockMarks,
  yearlyRollups,
];
