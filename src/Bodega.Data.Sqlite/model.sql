CREATE TABLE "accounts" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_accounts" PRIMARY KEY AUTOINCREMENT,
    "uuid" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_normal" TEXT NOT NULL,
    "email_verified" INTEGER NOT NULL,
    "password_hash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "phone" TEXT NULL,
    "image" TEXT NULL,
    "is_platform_admin" INTEGER NOT NULL,
    "tokens_valid_from" INTEGER NOT NULL,
    "kept_token_hash" BLOB NULL,
    "password_changed_at" INTEGER NULL,
    "failed_sign_ins" INTEGER NOT NULL,
    "next_sign_in_at" INTEGER NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL
);


CREATE TABLE "idempotent_requests" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_idempotent_requests" PRIMARY KEY AUTOINCREMENT,
    "key_hash" BLOB NOT NULL,
    "request_hash" BLOB NOT NULL,
    "status" INTEGER NOT NULL,
    "content_type" TEXT NULL,
    "location" TEXT NULL,
    "body" BLOB NULL,
    "created_at" INTEGER NOT NULL
);


CREATE TABLE "job_leases" (
    "name" TEXT NOT NULL CONSTRAINT "pk_job_leases" PRIMARY KEY,
    "owner" TEXT NOT NULL,
    "until" INTEGER NOT NULL
);


CREATE TABLE "outbox_messages" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_outbox_messages" PRIMARY KEY AUTOINCREMENT,
    "to" TEXT NOT NULL,
    "sealed" BLOB NOT NULL,
    "created_at" INTEGER NOT NULL,
    "attempts" INTEGER NOT NULL,
    "next_attempt_at" INTEGER NOT NULL
);


CREATE TABLE "system_prompts" (
    "name" TEXT NOT NULL CONSTRAINT "pk_system_prompts" PRIMARY KEY,
    "content" TEXT NOT NULL,
    "updated_at" INTEGER NOT NULL
);


CREATE TABLE "tenants" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_tenants" PRIMARY KEY AUTOINCREMENT,
    "uuid" TEXT NOT NULL,
    "cuid" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "email" TEXT NULL,
    "email_normal" TEXT NULL,
    "city" TEXT NULL,
    "is_active" INTEGER NOT NULL DEFAULT 1,
    "created_at" INTEGER NOT NULL
);


CREATE TABLE "one_time_codes" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_one_time_codes" PRIMARY KEY AUTOINCREMENT,
    "purpose" INTEGER NOT NULL,
    "account_id" INTEGER NOT NULL,
    "secret_hash" BLOB NOT NULL,
    "created_at" INTEGER NOT NULL,
    "expires_at" INTEGER NOT NULL,
    "wrong_tries" INTEGER NOT NULL,
    CONSTRAINT "fk_one_time_codes_account_id" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE
);


CREATE TABLE "sessions" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sessions" PRIMARY KEY AUTOINCREMENT,
    "token_hash" BLOB NOT NULL,
    "handle" TEXT NULL,
    "account_id" INTEGER NOT NULL,
    "tenant_id" INTEGER NULL,
    "surface" TEXT NOT NULL,
    "signed_in_as" TEXT NOT NULL,
    "permanent" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "last_seen_at" INTEGER NOT NULL,
    "expires_at" INTEGER NOT NULL,
    "address" TEXT NULL,
    "user_agent" TEXT NULL,
    "data" TEXT NULL,
    CONSTRAINT "fk_sessions_account_id" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE
);


CREATE TABLE "ai_connections" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_ai_connections" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "provider" TEXT NOT NULL,
    "sealed_key" BLOB NULL,
    "model" TEXT NULL,
    CONSTRAINT "fk_ai_connections_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
);


CREATE TABLE "ai_uses" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_ai_uses" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "tokens" INTEGER NULL,
    CONSTRAINT "fk_ai_uses_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
);


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


CREATE TABLE "audit_entries" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_audit_entries" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "membership_id" INTEGER NULL,
    "user_name" TEXT NULL,
    "surface" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "entity_type" TEXT NOT NULL,
    "entity_id" INTEGER NULL,
    "before" TEXT NULL,
    "after" TEXT NULL,
    "details" TEXT NULL,
    "address" TEXT NULL,
    "request_id" TEXT NULL,
    "succeeded" INTEGER NOT NULL,
    CONSTRAINT "fk_audit_entries_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
);


CREATE TABLE "categories" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_categories" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    CONSTRAINT "fk_categories_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
);


CREATE TABLE "customers" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_customers" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "search_name" TEXT NOT NULL,
    "phone" TEXT NULL,
    "document" TEXT NULL,
    "email" TEXT NULL,
    "address" TEXT NULL,
    "notes" TEXT NULL,
    "search_text" TEXT NOT NULL DEFAULT '',
    "credit_limit" INTEGER NULL,
    "is_active" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "ck_customers_credit_limit" CHECK (credit_limit >= 0),
    CONSTRAINT "fk_customers_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
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


CREATE TABLE "import_files" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_import_files" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "membership_id" INTEGER NOT NULL,
    "content" BLOB NOT NULL,
    "created_at" INTEGER NOT NULL,
    CONSTRAINT "fk_import_files_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
);


CREATE TABLE "invitations" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_invitations" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "cuid" TEXT NOT NULL,
    "token_hash" BLOB NOT NULL,
    "email" TEXT NOT NULL,
    "email_normal" TEXT NOT NULL,
    "role" INTEGER NOT NULL,
    "status" INTEGER NOT NULL,
    "expires_at" INTEGER NOT NULL,
    "accepted_at" INTEGER NULL,
    "created_at" INTEGER NOT NULL,
    "created_by_id" INTEGER NULL,
    CONSTRAINT "fk_invitations_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
);


CREATE TABLE "memberships" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_memberships" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "account_id" INTEGER NULL,
    "uuid" TEXT NOT NULL,
    "hex24" TEXT NOT NULL,
    "cuid" TEXT NOT NULL,
    "user_name" TEXT NOT NULL,
    "name" TEXT NULL,
    "email" TEXT NULL,
    "email_normal" TEXT NULL,
    "is_onboarded" INTEGER NOT NULL DEFAULT 0,
    "role" INTEGER NOT NULL,
    "status" INTEGER NOT NULL,
    "permissions" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    CONSTRAINT "fk_memberships_account_id" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_memberships_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
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


CREATE TABLE "product_attributes" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_product_attributes" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "type" INTEGER NOT NULL,
    "is_required" INTEGER NOT NULL,
    CONSTRAINT "fk_product_attributes_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
);


CREATE TABLE "shops" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_shops" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "hex24" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "phone" TEXT NULL,
    "email" TEXT NOT NULL,
    "address_line" TEXT NOT NULL,
    "city" TEXT NOT NULL,
    "zipcode" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "longitude" REAL NOT NULL,
    "latitude" REAL NOT NULL,
    "is_active" INTEGER NOT NULL,
    "hours" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    CONSTRAINT "fk_shops_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
);


CREATE TABLE "suppliers" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_suppliers" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "tax_id" TEXT NULL,
    "contact" TEXT NULL,
    "phone" TEXT NULL,
    "email" TEXT NULL,
    "address" TEXT NULL,
    "is_active" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    CONSTRAINT "fk_suppliers_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
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


CREATE TABLE "tenant_settings" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_tenant_settings" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "json" TEXT NOT NULL,
    CONSTRAINT "fk_tenant_settings_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
);


CREATE TABLE "products" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_products" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "barcode" TEXT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NULL,
    "search_name" TEXT NOT NULL,
    "search_description" TEXT NOT NULL,
    "category_id" INTEGER NULL,
    "sold_by" INTEGER NOT NULL,
    "price" INTEGER NOT NULL,
    "grams_per_price" INTEGER NOT NULL,
    "expires_on" TEXT NULL,
    "is_active" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    CONSTRAINT "ck_products_grams_per_price" CHECK ((sold_by <> 1 AND grams_per_price = 0) OR (sold_by = 1 AND grams_per_price > 0)),
    CONSTRAINT "ck_products_price" CHECK (price >= 0),
    CONSTRAINT "fk_products_category_id" FOREIGN KEY ("category_id") REFERENCES "categories" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_products_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
);


CREATE TABLE "notifications" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_notifications" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "membership_id" INTEGER NULL,
    "kind" TEXT NOT NULL,
    "facts" TEXT NULL,
    "title" TEXT NULL,
    "message" TEXT NULL,
    "severity" INTEGER NOT NULL,
    "action_url" TEXT NULL,
    "is_read" INTEGER NOT NULL,
    "read_at" INTEGER NULL,
    "created_at" INTEGER NOT NULL,
    CONSTRAINT "fk_notifications_membership_id" FOREIGN KEY ("membership_id") REFERENCES "memberships" ("id") ON DELETE CASCADE
);


CREATE TABLE "sales" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sales" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "seller_id" INTEGER NOT NULL,
    "payment_method" TEXT NOT NULL,
    "customer_id" INTEGER NULL,
    "total" INTEGER NOT NULL,
    "amount_paid" INTEGER NOT NULL,
    "notes" TEXT NULL,
    "is_cancelled" INTEGER NOT NULL DEFAULT 0,
    "cancelled_at" INTEGER NULL,
    "cancelled_by_id" INTEGER NULL,
    "cancel_reason" TEXT NULL,
    CONSTRAINT "fk_sales_customer_id" FOREIGN KEY ("customer_id") REFERENCES "customers" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_sales_seller_id" FOREIGN KEY ("seller_id") REFERENCES "memberships" ("id") ON DELETE RESTRICT
);


CREATE TABLE "orders" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_orders" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "hex24" TEXT NOT NULL,
    "membership_id" INTEGER NOT NULL,
    "shop_id" INTEGER NULL,
    "shop_hex24" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "pickup_at" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    CONSTRAINT "fk_orders_membership_id" FOREIGN KEY ("membership_id") REFERENCES "memberships" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_orders_shop_id" FOREIGN KEY ("shop_id") REFERENCES "shops" ("id") ON DELETE SET NULL
);


CREATE TABLE "purchase_orders" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_purchase_orders" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "supplier_id" INTEGER NOT NULL,
    "status" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    "notes" TEXT NULL,
    "created_at" INTEGER NOT NULL,
    "received_at" INTEGER NULL,
    CONSTRAINT "fk_purchase_orders_supplier_id" FOREIGN KEY ("supplier_id") REFERENCES "suppliers" ("id") ON DELETE RESTRICT
);


CREATE TABLE "menu_items" (
    "product_id" INTEGER NOT NULL CONSTRAINT "pk_menu_items" PRIMARY KEY,
    "tenant_id" INTEGER NOT NULL,
    "hex24" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "image" TEXT NOT NULL,
    "sizes" TEXT NOT NULL,
    "extra_small" INTEGER NULL,
    "extra_medium" INTEGER NULL,
    "extra_large" INTEGER NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_menu_items_product_id" FOREIGN KEY ("product_id") REFERENCES "products" ("id") ON DELETE RESTRICT
);


CREATE TABLE "price_changes" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_price_changes" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "product_id" INTEGER NOT NULL,
    "old_price" INTEGER NOT NULL,
    "new_price" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "membership_id" INTEGER NULL,
    CONSTRAINT "fk_price_changes_product_id" FOREIGN KEY ("product_id") REFERENCES "products" ("id") ON DELETE CASCADE
);


CREATE TABLE "product_attribute_values" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_product_attribute_values" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "product_id" INTEGER NOT NULL,
    "attribute_id" INTEGER NOT NULL,
    "value" TEXT NOT NULL,
    "updated_at" INTEGER NOT NULL,
    CONSTRAINT "fk_product_attribute_values_attribute_id" FOREIGN KEY ("attribute_id") REFERENCES "product_attributes" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_product_attribute_values_product_id" FOREIGN KEY ("product_id") REFERENCES "products" ("id") ON DELETE CASCADE
);


CREATE TABLE "stock_levels" (
    "product_id" INTEGER NOT NULL CONSTRAINT "pk_stock_levels" PRIMARY KEY,
    "tenant_id" INTEGER NOT NULL,
    "on_hand" INTEGER NOT NULL,
    "min_stock" INTEGER NOT NULL,
    "reserved" INTEGER NOT NULL DEFAULT 0,
    "last_moved_at" INTEGER NULL,
    "low_stock_notified" INTEGER NOT NULL,
    "last_sold_at" INTEGER NULL,
    CONSTRAINT "ck_stock_levels_min_stock" CHECK (min_stock >= 0),
    CONSTRAINT "ck_stock_levels_on_hand" CHECK (on_hand >= 0),
    CONSTRAINT "ck_stock_levels_reserved" CHECK (reserved >= 0 AND reserved <= on_hand),
    CONSTRAINT "fk_stock_levels_product_id" FOREIGN KEY ("product_id") REFERENCES "products" ("id") ON DELETE RESTRICT
);


CREATE TABLE "stock_movements" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_stock_movements" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "product_id" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,
    "reason" INTEGER NOT NULL,
    "sale_id" INTEGER NULL,
    "purchase_order_id" INTEGER NULL,
    "note" TEXT NULL,
    "is_reversed" INTEGER NOT NULL DEFAULT 0,
    "is_withdrawn" INTEGER NOT NULL DEFAULT 0,
    "membership_id" INTEGER NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "ck_stock_movements_quantity" CHECK (quantity <> 0),
    CONSTRAINT "fk_stock_movements_product_id" FOREIGN KEY ("product_id") REFERENCES "products" ("id") ON DELETE RESTRICT
);


CREATE TABLE "customer_bookings" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_customer_bookings" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "customer_id" INTEGER NOT NULL,
    "sale_id" INTEGER NULL,
    "type" INTEGER NOT NULL,
    "amount" INTEGER NOT NULL,
    "effect" INTEGER NOT NULL,
    "membership_id" INTEGER NULL,
    "note" TEXT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "fk_customer_bookings_customer_id" FOREIGN KEY ("customer_id") REFERENCES "customers" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_customer_bookings_sale_id" FOREIGN KEY ("sale_id") REFERENCES "sales" ("id") ON DELETE RESTRICT
);


CREATE TABLE "quotes" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_quotes" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "seller_id" INTEGER NOT NULL,
    "customer_id" INTEGER NULL,
    "total" INTEGER NOT NULL,
    "notes" TEXT NULL,
    "status" INTEGER NOT NULL,
    "valid_until" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "sale_id" INTEGER NULL,
    "converted_at" INTEGER NULL,
    "cancelled_at" INTEGER NULL,
    "cancelled_by_id" INTEGER NULL,
    "cancel_reason" TEXT NULL,
    CONSTRAINT "fk_quotes_customer_id" FOREIGN KEY ("customer_id") REFERENCES "customers" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_quotes_sale_id" FOREIGN KEY ("sale_id") REFERENCES "sales" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_quotes_seller_id" FOREIGN KEY ("seller_id") REFERENCES "memberships" ("id") ON DELETE RESTRICT
);


CREATE TABLE "sale_lines" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_sale_lines" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "sale_id" INTEGER NOT NULL,
    "product_id" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,
    "unit_price" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "is_cancelled" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "ck_sale_lines_quantity" CHECK (quantity > 0),
    CONSTRAINT "fk_sale_lines_product_id" FOREIGN KEY ("product_id") REFERENCES "products" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_sale_lines_sale_id" FOREIGN KEY ("sale_id") REFERENCES "sales" ("id") ON DELETE RESTRICT
);


CREATE TABLE "order_lines" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_order_lines" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "hex24" TEXT NOT NULL,
    "order_id" INTEGER NOT NULL,
    "product_id" INTEGER NOT NULL,
    "product_name" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,
    "base_price" INTEGER NOT NULL,
    "extra" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    CONSTRAINT "ck_order_lines_quantity" CHECK (quantity > 0),
    CONSTRAINT "fk_order_lines_order_id" FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE CASCADE,
    CONSTRAINT "fk_order_lines_product_id" FOREIGN KEY ("product_id") REFERENCES "products" ("id") ON DELETE RESTRICT
);


CREATE TABLE "purchase_order_lines" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_purchase_order_lines" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "purchase_order_id" INTEGER NOT NULL,
    "product_id" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,
    "unit_cost" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    CONSTRAINT "ck_purchase_order_lines_quantity" CHECK (quantity > 0),
    CONSTRAINT "ck_purchase_order_lines_unit_cost" CHECK (unit_cost >= 0),
    CONSTRAINT "fk_purchase_order_lines_product_id" FOREIGN KEY ("product_id") REFERENCES "products" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_purchase_order_lines_purchase_order_id" FOREIGN KEY ("purchase_order_id") REFERENCES "purchase_orders" ("id") ON DELETE RESTRICT
);


CREATE TABLE "quote_lines" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_quote_lines" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "quote_id" INTEGER NOT NULL,
    "product_id" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,
    "unit_price" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    CONSTRAINT "ck_quote_lines_quantity" CHECK (quantity > 0),
    CONSTRAINT "fk_quote_lines_product_id" FOREIGN KEY ("product_id") REFERENCES "products" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_quote_lines_quote_id" FOREIGN KEY ("quote_id") REFERENCES "quotes" ("id") ON DELETE RESTRICT
);


CREATE TABLE "stock_reservations" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_stock_reservations" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "product_id" INTEGER NOT NULL,
    "quote_id" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,
    "until" INTEGER NOT NULL,
    CONSTRAINT "ck_stock_reservations_quantity" CHECK (quantity > 0),
    CONSTRAINT "fk_stock_reservations_product_id" FOREIGN KEY ("product_id") REFERENCES "products" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_stock_reservations_quote_id" FOREIGN KEY ("quote_id") REFERENCES "quotes" ("id") ON DELETE RESTRICT
);


CREATE UNIQUE INDEX "ux_accounts_email_normal" ON "accounts" ("email_normal");


CREATE UNIQUE INDEX "ux_accounts_uuid" ON "accounts" ("uuid");


CREATE UNIQUE INDEX "ux_ai_connections_tenant_id" ON "ai_connections" ("tenant_id");


CREATE INDEX "ix_ai_uses_by_day" ON "ai_uses" ("tenant_id", "day");


CREATE INDEX "ix_apartments_by_name" ON "apartments" ("tenant_id", "is_active", "name_normal", "id");


CREATE UNIQUE INDEX "ux_apartments_tenant_id_pms_id" ON "apartments" ("tenant_id", "pms_id");


CREATE UNIQUE INDEX "ux_apartments_uuid" ON "apartments" ("uuid");


CREATE INDEX "ix_audit_entries_by_entity" ON "audit_entries" ("tenant_id", "entity_type", "entity_id", "id");


CREATE INDEX "ix_audit_entries_by_member" ON "audit_entries" ("tenant_id", "membership_id", "at", "id");


CREATE INDEX "ix_audit_entries_newest" ON "audit_entries" ("tenant_id", "at", "id");


CREATE UNIQUE INDEX "ux_categories_tenant_id_name" ON "categories" ("tenant_id", "name");


CREATE UNIQUE INDEX "ux_categories_tenant_id_prefix" ON "categories" ("tenant_id", "prefix");


CREATE INDEX "ix_customer_bookings_by_customer" ON "customer_bookings" ("tenant_id", "customer_id", "id", "effect");


CREATE INDEX "ix_customer_bookings_customer_id" ON "customer_bookings" ("customer_id");


CREATE INDEX "ix_customer_bookings_sale_id" ON "customer_bookings" ("sale_id");


CREATE INDEX "ix_customers_by_name" ON "customers" ("tenant_id", "is_active", "name", "id");


CREATE INDEX "ix_customers_newest" ON "customers" ("tenant_id", "id");


CREATE UNIQUE INDEX "ux_customers_tenant_id_document" ON "customers" ("tenant_id", "document");


CREATE UNIQUE INDEX "ux_google_connections_tenant_id" ON "google_connections" ("tenant_id");


CREATE INDEX "ix_idempotent_requests_created_at" ON "idempotent_requests" ("created_at");


CREATE UNIQUE INDEX "ux_idempotent_requests_key_hash" ON "idempotent_requests" ("key_hash");


CREATE INDEX "ix_import_files_tenant_id_created_at" ON "import_files" ("tenant_id", "created_at");


CREATE UNIQUE INDEX "ux_import_files_tenant_id_key" ON "import_files" ("tenant_id", "key");


CREATE INDEX "ix_invitations_by_email" ON "invitations" ("tenant_id", "email_normal");


CREATE INDEX "ix_invitations_newest" ON "invitations" ("tenant_id", "id");


CREATE UNIQUE INDEX "ux_invitations_cuid" ON "invitations" ("cuid");


CREATE UNIQUE INDEX "ux_invitations_token_hash" ON "invitations" ("token_hash");


CREATE INDEX "ix_memberships_account_id" ON "memberships" ("account_id");


CREATE INDEX "ix_memberships_tenant_id_created_at_id" ON "memberships" ("tenant_id", "created_at", "id");


CREATE UNIQUE INDEX "ux_memberships_cuid" ON "memberships" ("cuid");


CREATE UNIQUE INDEX "ux_memberships_email_normal" ON "memberships" ("email_normal");


CREATE UNIQUE INDEX "ux_memberships_hex24" ON "memberships" ("hex24");


CREATE UNIQUE INDEX "ux_memberships_tenant_id_account_id" ON "memberships" ("tenant_id", "account_id");


CREATE UNIQUE INDEX "ux_memberships_tenant_id_user_name" ON "memberships" ("tenant_id", "user_name");


CREATE UNIQUE INDEX "ux_memberships_uuid" ON "memberships" ("uuid");


CREATE INDEX "ix_menu_items_by_age" ON "menu_items" ("tenant_id", "product_id");


CREATE UNIQUE INDEX "ux_menu_items_hex24" ON "menu_items" ("hex24");


CREATE UNIQUE INDEX "ux_menu_items_tenant_id_name" ON "menu_items" ("tenant_id", "name");


CREATE UNIQUE INDEX "ux_menu_items_tenant_id_slug" ON "menu_items" ("tenant_id", "slug");


CREATE INDEX "ix_message_templates_newest" ON "message_templates" ("tenant_id", "is_active", "updated_at", "id");


CREATE UNIQUE INDEX "ux_message_templates_uuid" ON "message_templates" ("uuid");


CREATE INDEX "ix_notifications_membership_id" ON "notifications" ("membership_id");


CREATE INDEX "ix_notifications_newest" ON "notifications" ("tenant_id", "membership_id", "created_at", "id");


CREATE INDEX "ix_notifications_unread" ON "notifications" ("tenant_id", "membership_id", "is_read", "created_at", "id");


CREATE INDEX "ix_one_time_codes_account_id_purpose_created_at" ON "one_time_codes" ("account_id", "purpose", "created_at");


CREATE INDEX "ix_one_time_codes_expires_at" ON "one_time_codes" ("expires_at");


CREATE INDEX "ix_one_time_codes_secret_hash" ON "one_time_codes" ("secret_hash");


CREATE INDEX "ix_order_lines_by_order" ON "order_lines" ("order_id", "id");


CREATE INDEX "ix_order_lines_product_id" ON "order_lines" ("product_id");


CREATE INDEX "ix_orders_by_member" ON "orders" ("tenant_id", "membership_id", "created_at", "id");


CREATE INDEX "ix_orders_membership_id" ON "orders" ("membership_id");


CREATE INDEX "ix_orders_shop_id" ON "orders" ("shop_id");


CREATE UNIQUE INDEX "ux_orders_hex24" ON "orders" ("hex24");


CREATE INDEX "ix_outbox_messages_next_attempt_at" ON "outbox_messages" ("next_attempt_at");


CREATE UNIQUE INDEX "ux_pms_connections_tenant_id" ON "pms_connections" ("tenant_id");


CREATE INDEX "ix_price_changes_by_product" ON "price_changes" ("product_id", "id");


CREATE INDEX "ix_product_attribute_values_attribute_id" ON "product_attribute_values" ("attribute_id");


CREATE INDEX "ix_product_attribute_values_product_id" ON "product_attribute_values" ("product_id");


CREATE UNIQUE INDEX "ux_product_attribute_values_tenant_id_product_id_attribute_id" ON "product_attribute_values" ("tenant_id", "product_id", "attribute_id");


CREATE UNIQUE INDEX "ux_product_attributes_tenant_id_code" ON "product_attributes" ("tenant_id", "code");


CREATE UNIQUE INDEX "ux_product_attributes_tenant_id_name" ON "product_attributes" ("tenant_id", "name");


CREATE INDEX "ix_products_active_by_name" ON "products" ("tenant_id", "sold_by", "is_active", "name", "id");


CREATE INDEX "ix_products_by_category" ON "products" ("tenant_id", "category_id", "barcode");


CREATE INDEX "ix_products_by_expiry" ON "products" ("tenant_id", "expires_on");


CREATE INDEX "ix_products_by_name" ON "products" ("tenant_id", "sold_by", "name", "id");


CREATE INDEX "ix_products_by_price" ON "products" ("tenant_id", "sold_by", "price", "id");


CREATE INDEX "ix_products_category_id" ON "products" ("category_id");


CREATE INDEX "ix_products_newest" ON "products" ("tenant_id", "sold_by", "created_at", "id");


CREATE UNIQUE INDEX "ux_products_tenant_id_barcode" ON "products" ("tenant_id", "barcode");


CREATE INDEX "ix_purchase_order_lines_by_order" ON "purchase_order_lines" ("purchase_order_id", "id");


CREATE INDEX "ix_purchase_order_lines_by_product" ON "purchase_order_lines" ("product_id", "purchase_order_id");


CREATE INDEX "ix_purchase_orders_newest" ON "purchase_orders" ("tenant_id", "id");


CREATE INDEX "ix_purchase_orders_supplier_id" ON "purchase_orders" ("supplier_id");


CREATE INDEX "ix_quote_lines_by_quote" ON "quote_lines" ("quote_id", "id");


CREATE INDEX "ix_quote_lines_product_id" ON "quote_lines" ("product_id");


CREATE INDEX "ix_quotes_by_end" ON "quotes" ("tenant_id", "status", "valid_until");


CREATE INDEX "ix_quotes_by_seller" ON "quotes" ("tenant_id", "seller_id", "id");


CREATE INDEX "ix_quotes_customer_id" ON "quotes" ("customer_id");


CREATE INDEX "ix_quotes_newest" ON "quotes" ("tenant_id", "id");


CREATE INDEX "ix_quotes_seller_id" ON "quotes" ("seller_id");


CREATE UNIQUE INDEX "ux_quotes_sale_id" ON "quotes" ("sale_id");


CREATE INDEX "ix_sale_lines_by_product" ON "sale_lines" ("tenant_id", "product_id", "at", "sale_id", "is_cancelled");


CREATE INDEX "ix_sale_lines_by_sale" ON "sale_lines" ("sale_id", "id");


CREATE INDEX "ix_sale_lines_by_time" ON "sale_lines" ("tenant_id", "at", "sale_id", "product_id", "quantity", "total", "is_cancelled");


CREATE INDEX "ix_sale_lines_product_id" ON "sale_lines" ("product_id");


CREATE INDEX "ix_sales_by_seller" ON "sales" ("tenant_id", "seller_id", "at", "id");


CREATE INDEX "ix_sales_by_time" ON "sales" ("tenant_id", "at", "id", "seller_id", "total", "is_cancelled");


CREATE INDEX "ix_sales_customer_id" ON "sales" ("customer_id");


CREATE INDEX "ix_sales_seller_id" ON "sales" ("seller_id");


CREATE INDEX "ix_sessions_account_id" ON "sessions" ("account_id");


CREATE INDEX "ix_sessions_expires_at" ON "sessions" ("expires_at");


CREATE UNIQUE INDEX "ux_sessions_token_hash" ON "sessions" ("token_hash");


CREATE INDEX "ix_shops_by_age" ON "shops" ("tenant_id", "id");


CREATE INDEX "ix_shops_by_place" ON "shops" ("tenant_id", "latitude", "longitude");


CREATE UNIQUE INDEX "ux_shops_hex24" ON "shops" ("hex24");


CREATE UNIQUE INDEX "ux_shops_tenant_id_email" ON "shops" ("tenant_id", "email");


CREATE UNIQUE INDEX "ux_shops_tenant_id_name" ON "shops" ("tenant_id", "name");


CREATE UNIQUE INDEX "ux_shops_tenant_id_slug" ON "shops" ("tenant_id", "slug");


CREATE INDEX "ix_stock_levels_by_on_hand" ON "stock_levels" ("tenant_id", "on_hand", "product_id");


CREATE INDEX "ix_stock_levels_low" ON "stock_levels" ("tenant_id", "on_hand") WHERE on_hand <= min_stock;


CREATE INDEX "ix_stock_levels_never_sold" ON "stock_levels" ("tenant_id", "last_sold_at") WHERE last_sold_at IS NULL;


CREATE INDEX "ix_stock_levels_short" ON "stock_levels" ("tenant_id", "on_hand", "product_id") WHERE on_hand <= min_stock + 2;


CREATE INDEX "ix_stock_movements_by_product" ON "stock_movements" ("tenant_id", "product_id", "at", "id");


CREATE INDEX "ix_stock_movements_by_time" ON "stock_movements" ("tenant_id", "at", "product_id", "quantity", "is_reversed", "is_withdrawn", "sale_id");


CREATE INDEX "ix_stock_movements_newest" ON "stock_movements" ("tenant_id", "id");


CREATE INDEX "ix_stock_movements_product_id" ON "stock_movements" ("product_id");


CREATE INDEX "ix_stock_reservations_by_end" ON "stock_reservations" ("tenant_id", "until");


CREATE INDEX "ix_stock_reservations_product_id" ON "stock_reservations" ("product_id");


CREATE INDEX "ix_stock_reservations_quote_id" ON "stock_reservations" ("quote_id");


CREATE INDEX "ix_suppliers_by_name" ON "suppliers" ("tenant_id", "name", "id");


CREATE INDEX "ix_sync_log_entries_by_source" ON "sync_log_entries" ("tenant_id", "source", "at");


CREATE UNIQUE INDEX "ux_tenant_settings_tenant_id_key" ON "tenant_settings" ("tenant_id", "key");


CREATE UNIQUE INDEX "ux_tenants_cuid" ON "tenants" ("cuid");


CREATE UNIQUE INDEX "ux_tenants_email_normal" ON "tenants" ("email_normal");


CREATE UNIQUE INDEX "ux_tenants_slug" ON "tenants" ("slug");


CREATE UNIQUE INDEX "ux_tenants_uuid" ON "tenants" ("uuid");



