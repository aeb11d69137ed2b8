-- What becomes of each class of line (argosy/intake/classes.py).
INSERT INTO line_class (key, kind, layer, goods, makes_order, stock)
SELECT * FROM unnest(%(keys)s::text[], %(kinds)s::text[], %(layers)s::text[], %(goods)s::boolean[],
                     %(makes_order)s::boolean[], %(stock)s::text[])
ON CONFLICT DO NOTHING;
