-- Finds any run of letters in a product's name, barcode or description by index. pg_trgm comes with PostgreSQL and is
-- trusted, so the database's owner may create it; where even that is not allowed, searches read the tenant's products.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX ix_products_search_name ON products USING gin (search_name gin_trgm_ops);
    CREATE INDEX ix_products_search_description ON products USING gin (search_description gin_trgm_ops);
EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR undefined_file OR undefined_object THEN
    RAISE WARNING 'pg_trgm cannot be created (%): product searches will not use an index', SQLERRM;
END
$$;
