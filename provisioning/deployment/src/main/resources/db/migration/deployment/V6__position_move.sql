-- An operator's word that a link goes on from elsewhere. Relays are told of it with their manifest;
-- what is taken is recorded at the link's target, with the position.
CREATE TABLE position_move (
  link text NOT NULL,
  number bigint NOT NULL,
  places text NOT NULL,
  reason text NOT NULL,
  moved_by text NOT NULL,
  moved_at timestamptz NOT NULL,
  PRIMARY KEY (link, number)
);
CREATE INDEX position_move_at ON position_move (moved_at);
