-- Rows as the profile has read them.
COPY stage_part FROM STDIN (FORMAT csv, NULL '\N');
