-- What is to leave for a holder although nothing is held for it.
SELECT DISTINCT sku FROM incoming_move
WHERE claim IS NOT NULL AND NOT promised AND quantity > 0
ORDER BY sku;
