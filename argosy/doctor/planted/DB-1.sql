-- What is committed need not survive a crash.
SET LOCAL synchronous_commit = off
