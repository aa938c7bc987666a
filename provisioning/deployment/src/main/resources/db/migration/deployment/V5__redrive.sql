-- Orders to hand dead letters of a link to its target again. What was done lies at the target, as
-- marks; progress is what relays last said of it, by slot.
CREATE TABLE redrive (
  id uuid PRIMARY KEY,
  link text NOT NULL,
  region text NOT NULL,
  slots int NOT NULL,
  letters text NOT NULL,
  filter text,
  through timestamptz NOT NULL,
  per_second int NOT NULL,
  state text NOT NULL CHECK (state IN ('RUNNING', 'STOPPED', 'DONE', 'REPLACED')),
  started_by text NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  progress text NOT NULL DEFAULT '[]',
  problem text
);

-- Of a link at most one is not over.
CREATE UNIQUE INDEX redrive_open ON redrive (link) WHERE state IN ('RUNNING', 'STOPPED');

CREATE INDEX redrive_link ON redrive (link, started_at DESC);
