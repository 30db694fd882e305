-- SQLite has neither the wall nor its cost. The number is taken on both databases.
SELECT 1;
