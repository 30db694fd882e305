-- Finds a run of three or more letters anywhere in a product's name, barcode or description by index.
-- The table holds no text of its own: it indexes the two normal forms in products.
CREATE VIRTUAL TABLE product_search USING fts5 (search_name, search_description, content = 'products', content_rowid = 'id', tokenize = 'trigram');

CREATE TRIGGER product_search_insert AFTER INSERT ON products BEGIN
    INSERT INTO product_search (rowid, search_name, search_description) VALUES (new.id, new.search_name, new.search_description);
END;

CREATE TRIGGER product_search_delete AFTER DELETE ON products BEGIN
    INSERT INTO product_search (product_search, rowid, search_name, search_description) VALUES ('delete', old.id, old.search_name, old.search_description);
END;

CREATE TRIGGER product_search_update AFTER UPDATE OF search_name, search_description ON products
WHEN old.search_name <> new.search_name OR old.search_description <> new.search_description BEGIN
    INSERT INTO product_search (product_search, rowid, search_name, search_description) VALUES ('delete', old.id, old.search_name, old.search_description);
    INSERT INTO product_search (rowid, search_name, search_description) VALUES (new.id, new.search_name, new.search_description);
END;

-- The products that are there already.
INSERT INTO product_search (product_search) VALUES ('rebuild');
