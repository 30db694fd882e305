-- Companies and their invitations, categories, quotes that reserve stock, purchasing, sales that are called off, customers with papers.

CREATE TABLE "categories" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_categories" PRIMARY KEY AUTOINCREMENT,
    "tenant_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    CONSTRAINT "fk_categories_tenant_id" FOREIGN KEY ("tenant_id") REFERENCES "tenants" ("id") ON DELETE RESTRICT
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

ALTER TABLE "sessions" ADD COLUMN "handle" TEXT NULL;

ALTER TABLE "customers" ADD COLUMN "document" TEXT NULL;
ALTER TABLE "customers" ADD COLUMN "email" TEXT NULL;
ALTER TABLE "customers" ADD COLUMN "address" TEXT NULL;
ALTER TABLE "customers" ADD COLUMN "notes" TEXT NULL;
ALTER TABLE "customers" ADD COLUMN "search_text" TEXT NOT NULL DEFAULT '';

ALTER TABLE "memberships" ADD COLUMN "name" TEXT NULL;
ALTER TABLE "memberships" ADD COLUMN "email" TEXT NULL;
ALTER TABLE "memberships" ADD COLUMN "email_normal" TEXT NULL;
ALTER TABLE "memberships" ADD COLUMN "is_onboarded" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "products" ADD COLUMN "category_id" INTEGER NULL CONSTRAINT "fk_products_category_id" REFERENCES "categories" ("id") ON DELETE RESTRICT;

ALTER TABLE "notifications" ADD COLUMN "read_at" INTEGER NULL;

ALTER TABLE "sales" ADD COLUMN "notes" TEXT NULL;
ALTER TABLE "sales" ADD COLUMN "is_cancelled" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "sales" ADD COLUMN "cancelled_at" INTEGER NULL;
ALTER TABLE "sales" ADD COLUMN "cancelled_by_id" INTEGER NULL;
ALTER TABLE "sales" ADD COLUMN "cancel_reason" TEXT NULL;

ALTER TABLE "stock_levels" ADD COLUMN "last_moved_at" INTEGER NULL;
ALTER TABLE "stock_levels" ADD COLUMN "reserved" INTEGER NOT NULL DEFAULT 0 CONSTRAINT "ck_stock_levels_reserved" CHECK (reserved >= 0 AND reserved <= on_hand);

ALTER TABLE "stock_movements" ADD COLUMN "purchase_order_id" INTEGER NULL;
ALTER TABLE "stock_movements" ADD COLUMN "note" TEXT NULL;
ALTER TABLE "stock_movements" ADD COLUMN "is_reversed" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "stock_movements" ADD COLUMN "is_withdrawn" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "sale_lines" ADD COLUMN "is_cancelled" INTEGER NOT NULL DEFAULT 0;

-- A notification may be for everybody (0006 on rewriting the schema).
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '"membership_id" INTEGER NOT NULL', '"membership_id" INTEGER NULL') WHERE type = 'table' AND name = 'notifications';
PRAGMA writable_schema = RESET;

DROP INDEX "ix_sale_lines_by_product";
DROP INDEX "ix_sale_lines_by_time";
DROP INDEX "ix_sales_by_time";
DROP INDEX "ix_stock_movements_by_product";
CREATE INDEX "ix_one_time_codes_secret_hash" ON "one_time_codes" ("secret_hash");
CREATE UNIQUE INDEX "ux_categories_tenant_id_name" ON "categories" ("tenant_id", "name");
CREATE UNIQUE INDEX "ux_categories_tenant_id_prefix" ON "categories" ("tenant_id", "prefix");
CREATE INDEX "ix_customers_newest" ON "customers" ("tenant_id", "id");
CREATE UNIQUE INDEX "ux_customers_tenant_id_document" ON "customers" ("tenant_id", "document");
CREATE INDEX "ix_invitations_by_email" ON "invitations" ("tenant_id", "email_normal");
CREATE INDEX "ix_invitations_newest" ON "invitations" ("tenant_id", "id");
CREATE UNIQUE INDEX "ux_invitations_cuid" ON "invitations" ("cuid");
CREATE UNIQUE INDEX "ux_invitations_token_hash" ON "invitations" ("token_hash");
CREATE UNIQUE INDEX "ux_memberships_email_normal" ON "memberships" ("email_normal");
CREATE INDEX "ix_price_changes_by_product" ON "price_changes" ("product_id", "id");
CREATE INDEX "ix_products_by_category" ON "products" ("tenant_id", "category_id", "barcode");
CREATE INDEX "ix_products_category_id" ON "products" ("category_id");
CREATE INDEX "ix_products_newest" ON "products" ("tenant_id", "sold_by", "created_at", "id");
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
CREATE INDEX "ix_sale_lines_by_time" ON "sale_lines" ("tenant_id", "at", "sale_id", "product_id", "quantity", "total", "is_cancelled");
CREATE INDEX "ix_sales_by_time" ON "sales" ("tenant_id", "at", "id", "seller_id", "total", "is_cancelled");
CREATE INDEX "ix_stock_levels_short" ON "stock_levels" ("tenant_id", "on_hand", "product_id") WHERE on_hand <= min_stock + 2;
CREATE INDEX "ix_stock_movements_by_product" ON "stock_movements" ("tenant_id", "product_id", "at", "id");
CREATE INDEX "ix_stock_movements_by_time" ON "stock_movements" ("tenant_id", "at", "product_id", "quantity", "is_reversed", "is_withdrawn", "sale_id");
CREATE INDEX "ix_stock_movements_newest" ON "stock_movements" ("tenant_id", "id");
CREATE INDEX "ix_stock_reservations_by_end" ON "stock_reservations" ("tenant_id", "until");
CREATE INDEX "ix_stock_reservations_product_id" ON "stock_reservations" ("product_id");
CREATE INDEX "ix_stock_reservations_quote_id" ON "stock_reservations" ("quote_id");
CREATE INDEX "ix_suppliers_by_name" ON "suppliers" ("tenant_id", "name", "id");

-- What is there already.
UPDATE memberships SET is_onboarded = 1;
UPDATE customers SET search_text = search_name || char(10) || char(10) || char(10) || coalesce(lower(phone), '');
UPDATE stock_levels SET last_moved_at = (SELECT max(m.at) FROM stock_movements m WHERE m.product_id = stock_levels.product_id);
INSERT INTO categories (tenant_id, name, prefix) SELECT DISTINCT tenant_id, 'Sin clasificar', 'SIN' FROM products WHERE sold_by <> 2;
UPDATE products SET category_id = (SELECT c.id FROM categories c WHERE c.tenant_id = products.tenant_id) WHERE sold_by <> 2;

-- Finds a run of three or more letters in what a customer is known by (as 0002 does for products).
CREATE VIRTUAL TABLE customer_search USING fts5 (search_text, content = 'customers', content_rowid = 'id', tokenize = 'trigram');

CREATE TRIGGER customer_search_insert AFTER INSERT ON customers BEGIN
    INSERT INTO customer_search (rowid, search_text) VALUES (new.id, new.search_text);
END;

CREATE TRIGGER customer_search_delete AFTER DELETE ON customers BEGIN
    INSERT INTO customer_search (customer_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
END;

CREATE TRIGGER customer_search_update AFTER UPDATE OF search_text ON customers
WHEN old.search_text <> new.search_text BEGIN
    INSERT INTO customer_search (customer_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
    INSERT INTO customer_search (rowid, search_text) VALUES (new.id, new.search_text);
END;

INSERT INTO customer_search (customer_search) VALUES ('rebuild');
