-- Rentals: apartments, ways into other services, texts for guests. Companies get an address and may leave; one token may outlive a change of password.

CREATE TABLE "apartments" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_apartments" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "uuid" TEXT NOT NULL,
    "pms_id" TEXT NULL,
    "external_id" TEXT NULL,
    "name" TEXT NOT NULL,
    "name_normal" TEXT NOT NULL,
    "address" TEXT NULL,
    "city" TEXT NULL,
    "origin" TEXT NOT NULL,
    "is_active" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    CONSTRAINT "fk_apartments_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
);

CREATE TABLE "pms_connections" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_pms_connections" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "provider" TEXT NOT NULL,
    "sealed_key" BLOB NULL,
    "endpoint" TEXT NULL,
    "is_active" INTEGER NOT NULL,
    "last_sync_at" INTEGER NULL,
    CONSTRAINT "fk_pms_connections_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
);

CREATE TABLE "ai_connections" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_ai_connections" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "provider" TEXT NOT NULL,
    "sealed_key" BLOB NULL,
    "model" TEXT NULL,
    CONSTRAINT "fk_ai_connections_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
);

CREATE TABLE "google_connections" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_google_connections" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "sealed_access_token" BLOB NULL,
    "sealed_refresh_token" BLOB NOT NULL,
    "expires_at" INTEGER NULL,
    "scope" TEXT NULL,
    CONSTRAINT "fk_google_connections_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
);

CREATE TABLE "message_templates" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_message_templates" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "uuid" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "category" TEXT NULL,
    "is_active" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    CONSTRAINT "fk_message_templates_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
);

CREATE TABLE "sync_log_entries" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sync_log_entries" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "result" INTEGER NOT NULL,
    "count" INTEGER NULL,
    "detail" TEXT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "fk_sync_log_entries_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
);

CREATE TABLE "ai_uses" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_ai_uses" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "tokens" INTEGER NULL,
    CONSTRAINT "fk_ai_uses_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
);

CREATE TABLE "system_prompts" (
    "name" TEXT NOT NULL CONSTRAINT "pk_system_prompts" PRIMARY KEY,
    "content" TEXT NOT NULL,
    "updated_at" INTEGER NOT NULL
);

ALTER TABLE "accounts" ADD COLUMN "kept_token_hash" BLOB NULL;

ALTER TABLE "tenants" ADD COLUMN "email" TEXT NULL;
ALTER TABLE "tenants" ADD COLUMN "email_normal" TEXT NULL;
ALTER TABLE "tenants" ADD COLUMN "city" TEXT NULL;
ALTER TABLE "tenants" ADD COLUMN "is_active" INTEGER NOT NULL DEFAULT 1;

CREATE UNIQUE INDEX "ux_ai_connections_tenant_id" ON "ai_connections" ("tenant_id");
CREATE INDEX "ix_ai_uses_by_day" ON "ai_uses" ("tenant_id", "day");
CREATE INDEX "ix_apartments_by_name" ON "apartments" ("tenant_id", "is_active", "name_normal", "id");
CREATE UNIQUE INDEX "ux_apartments_tenant_id_pms_id" ON "apartments" ("tenant_id", "pms_id");
CREATE UNIQUE INDEX "ux_apartments_uuid" ON "apartments" ("uuid");
CREATE UNIQUE INDEX "ux_google_connections_tenant_id" ON "google_connections" ("tenant_id");
CREATE INDEX "ix_message_templates_newest" ON "message_templates" ("tenant_id", "is_active", "updated_at", "id");
CREATE UNIQUE INDEX "ux_message_templates_uuid" ON "message_templates" ("uuid");
CREATE UNIQUE INDEX "ux_pms_connections_tenant_id" ON "pms_connections" ("tenant_id");
CREATE INDEX "ix_sync_log_entries_by_source" ON "sync_log_entries" ("tenant_id", "source", "at");
CREATE UNIQUE INDEX "ux_tenants_email_normal" ON "tenants" ("email_normal");
