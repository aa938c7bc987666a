-- A move that leaves out what the link let pass before.
ALTER TABLE position_move ADD COLUMN backfill boolean NOT NULL DEFAULT false;
