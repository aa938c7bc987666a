-- How far continuous verification of each link is, and what it has counted. Who verifies a link holds
-- a claim on its row; what he found is kept only while the claim is his.
CREATE TABLE verification_standing (
  link text PRIMARY KEY,
  since timestamptz NOT NULL,
  verified_through timestamptz NOT NULL,
  places text NOT NULL DEFAULT '[]',
  events bigint NOT NULL DEFAULT 0,
  compared bigint NOT NULL DEFAULT 0,
  counted bigint NOT NULL DEFAULT 0,
  left_out bigint NOT NULL DEFAULT 0,
  unreadable bigint NOT NULL DEFAULT 0,
  allowed bigint NOT NULL DEFAULT 0,
  explained bigint NOT NULL DEFAULT 0,
  unnamed bigint NOT NULL DEFAULT 0,
  stretches text NOT NULL DEFAULT '[]',
  behind bigint NOT NULL DEFAULT 0,
  delivery text NOT NULL,
  former_delivery text,
  delivery_since timestamptz NOT NULL,
  failed bigint NOT NULL DEFAULT 0,
  failures int NOT NULL DEFAULT 0,
  problem text,
  run_at timestamptz,
  next_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  claim uuid,
  claimed_until timestamptz
);

CREATE INDEX verification_standing_turn ON verification_standing (run_at NULLS FIRST, link);

-- What differs at a link and ought not to, until it is repaired or somebody says why it may stay.
CREATE TABLE verification_finding (
  id uuid PRIMARY KEY,
  link text NOT NULL REFERENCES verification_standing (link) ON DELETE CASCADE,
  state text NOT NULL CHECK (state IN ('OPEN', 'RESOLVED', 'DISMISSED')),
  finding text NOT NULL,
  found_at timestamptz NOT NULL,
  checked_at timestamptz NOT NULL,
  closed_at timestamptz,
  closed_by text,
  reason text
);

CREATE UNIQUE INDEX verification_finding_once ON verification_finding (link, md5(finding)) WHERE state = 'OPEN';
CREATE INDEX verification_finding_link ON verification_finding (link, state, found_at DESC);

-- From when on the next events may be compared, over all control planes.
CREATE TABLE verification_pace (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  free_at timestamptz NOT NULL
);
