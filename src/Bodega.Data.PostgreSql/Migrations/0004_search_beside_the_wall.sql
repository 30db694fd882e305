-- The wall asks for the tenant once a statement, not once a row: a subquery is evaluated before the rows are read.
DO $$
DECLARE owned record;
BEGIN
    FOR owned IN SELECT tablename FROM pg_policies WHERE schemaname = current_schema() AND policyname = 'tenant_wall'
    LOOP
        EXECUTE format('ALTER POLICY tenant_wall ON %I USING (tenant_id = (SELECT bodega_tenant()) OR (SELECT bodega_tenant()) = -1)', owned.tablename);
    END LOOP;
END
$$;

-- Behind the wall PostgreSQL may not look a pattern up in an index: LIKE could leak what it compares, so the tenant's rows are
-- read first, one by one. So the texts to search have a table beside the wall. It is only ever asked for keys, and what is shown
-- for a key comes from products, behind the wall.
CREATE TABLE product_search (
    product_id bigint NOT NULL PRIMARY KEY REFERENCES products (id) ON DELETE CASCADE,
    tenant_id bigint NOT NULL,
    search_name text COLLATE "C" NOT NULL,
    search_description text COLLATE "C" NOT NULL
);
INSERT INTO product_search SELECT id, tenant_id, search_name, search_description FROM products;

CREATE FUNCTION product_search_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO product_search SELECT id, tenant_id, search_name, search_description FROM added;
    RETURN NULL;
END
$$;
CREATE TRIGGER product_search_insert AFTER INSERT ON products REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION product_search_insert();

CREATE FUNCTION product_search_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE product_search SET search_name = new.search_name, search_description = new.search_description WHERE product_id = new.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER product_search_update AFTER UPDATE OF search_name, search_description ON products
    FOR EACH ROW WHEN (old.search_name <> new.search_name OR old.search_description <> new.search_description) EXECUTE FUNCTION product_search_update();

DROP INDEX IF EXISTS ix_products_search_name;
DROP INDEX IF EXISTS ix_products_search_description;
DO $$
BEGIN
    CREATE INDEX ix_product_search_name ON product_search USING gin (search_name gin_trgm_ops);
    CREATE INDEX ix_product_search_description ON product_search USING gin (search_description gin_trgm_ops);
EXCEPTION WHEN undefined_object THEN
    RAISE WARNING 'there is no pg_trgm: product searches read the whole list of texts';
END
$$;
