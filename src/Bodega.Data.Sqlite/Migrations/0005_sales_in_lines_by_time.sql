-- With the sale behind the time, the newest sales of many products are read off the index in order, without sorting every line.
DROP INDEX ix_sale_lines_by_time;
CREATE INDEX ix_sale_lines_by_time ON sale_lines (tenant_id, at, sale_id, product_id, quantity, total);
-- An index without statistics counts as ten rows a tenant, and would be taken for everything.
PRAGMA analysis_limit = 100000;
ANALYZE sale_lines;
