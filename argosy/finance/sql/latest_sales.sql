-- The last day on which each channel sold anything, by the maintained daily totals.
SELECT channel, max(day) FROM finance_dailytotal WHERE kind = 'sale' AND units > 0 GROUP BY channel;
