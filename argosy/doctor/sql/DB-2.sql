-- DB-2 [critical] Every constraint that the tables were declared with is in force.
WITH wanted AS (
    SELECT tbl, name, kind, string_to_array(columns, ',') AS columns, is_partial
    FROM unnest(%(tables)s::text[], %(names)s::text[], %(kinds_declared)s::text[], %(columns)s::text[],
                %(partial)s::bool[]) AS declared (tbl, name, kind, columns, is_partial)
), unique_index AS (
    SELECT index.indrelid::regclass::text AS tbl, index.indpred IS NOT NULL AS is_partial,
           array_agg(attribute.attname::text ORDER BY attribute.attname) AS columns
    FROM pg_index AS index
    JOIN pg_attribute AS attribute
      ON attribute.attrelid = index.indrelid AND attribute.attnum = ANY (index.indkey)
    WHERE index.indisunique AND index.indisvalid AND index.indisready
    GROUP BY index.indexrelid, index.indrelid, index.indpred
)
SELECT wanted.tbl AS "table", wanted.name AS "constraint"
FROM wanted
WHERE NOT CASE wanted.kind
    WHEN 'unique' THEN EXISTS (
        SELECT FROM unique_index
        WHERE (unique_index.tbl, unique_index.columns, unique_index.is_partial)
              = (wanted.tbl, wanted.columns, wanted.is_partial))
    WHEN 'check' THEN EXISTS (
        SELECT FROM pg_constraint AS held
        WHERE held.conrelid = to_regclass(wanted.tbl) AND held.conname = wanted.name
          AND held.contype = 'c' AND held.convalidated)
    ELSE EXISTS (
        SELECT FROM pg_constraint AS held
        JOIN pg_attribute AS attribute
          ON attribute.attrelid = held.conrelid AND attribute.attnum = ANY (held.conkey)
        WHERE held.conrelid = to_regclass(wanted.tbl) AND held.contype = 'f' AND held.convalidated
          AND attribute.attname = wanted.columns[1])
    END
