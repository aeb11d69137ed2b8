-- An import may wait for another one's batch: nobody sits before a screen for it.
SET LOCAL lock_timeout = '10min';
