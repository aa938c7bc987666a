-- Lists of names are JSON arrays; what only this module reads whole is JSON as text.

CREATE TABLE installation (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  id uuid NOT NULL
);

CREATE TABLE plan (
  id uuid PRIMARY KEY,
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  state text NOT NULL,
  waiting boolean NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  teams text[] NOT NULL,
  regions text[] NOT NULL,
  brokers text[] NOT NULL,
  content text NOT NULL
);
CREATE INDEX plan_waiting ON plan (number) WHERE waiting;

CREATE TABLE deployment (
  id uuid PRIMARY KEY,
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  plan uuid NOT NULL UNIQUE REFERENCES plan,
  state text NOT NULL,
  started_by text NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  problem text,
  version bigint NOT NULL DEFAULT 0
);
CREATE INDEX deployment_unfinished ON deployment (number) WHERE ended_at IS NULL;

CREATE TABLE deployment_step (
  deployment uuid NOT NULL REFERENCES deployment ON DELETE CASCADE,
  number int NOT NULL,
  state text NOT NULL,
  message text,
  started_at timestamptz,
  ended_at timestamptz,
  PRIMARY KEY (deployment, number)
);

-- What each region's relays were last told to run.
CREATE TABLE manifest (
  region text PRIMARY KEY,
  revision bigint NOT NULL,
  links text NOT NULL,
  brokers text NOT NULL,
  switched_at timestamptz NOT NULL
);

-- What was last made of each resource, and why.
CREATE TABLE applied_resource (
  broker text NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  attributes text NOT NULL,
  identity text NOT NULL,
  causes text NOT NULL,
  applied_at timestamptz NOT NULL,
  PRIMARY KEY (broker, kind, name)
);

-- Up to which revision of the catalog changes were looked at, and what of them is to be planned.
CREATE TABLE planned_revision (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  revision bigint NOT NULL
);
CREATE TABLE changed_entry (
  kind text NOT NULL,
  name text NOT NULL,
  attempts int NOT NULL,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (kind, name)
);
