-- SQLite has no row-level security: the context's query filter is the wall there. The number is taken on both databases.
SELECT 1;
