-- The second wall between tenants: every connection says whose rows it may see (setting bodega.tenant; -1 = the whole
-- installation, for migrations, doctor and jobs). FORCE: the tables' owner is held to it too; only superusers are not.
CREATE FUNCTION bodega_tenant() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(nullif(current_setting('bodega.tenant', true), ''), '0')::bigint $$;

DO $$
DECLARE owned text;
BEGIN
    FOR owned IN
        SELECT table_name FROM information_schema.columns
        WHERE table_schema = current_schema() AND column_name = 'tenant_id' AND table_name <> 'sessions'
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', owned);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', owned);
        EXECUTE format('CREATE POLICY tenant_wall ON %I USING (tenant_id = bodega_tenant() OR bodega_tenant() = -1)', owned);
    END LOOP;
END
$$;
