-- Cells that the profile could not read.
COPY stage_problem FROM STDIN (FORMAT csv, NULL '\N');
