-- Ranges of the source that are pulled again; none: the order is of dead letters.
ALTER TABLE redrive ADD COLUMN ranges text NOT NULL DEFAULT '[]';
