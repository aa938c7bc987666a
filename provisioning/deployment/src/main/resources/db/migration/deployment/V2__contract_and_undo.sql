-- What waits after a deployment is applied, until when undoing is exact, and who ended the wait.
ALTER TABLE deployment
  ADD COLUMN contract_open boolean NOT NULL DEFAULT false,
  ADD COLUMN undo_until timestamptz,
  ADD COLUMN switched text NOT NULL DEFAULT '{}',
  ADD COLUMN hurried_by text,
  ADD COLUMN hurry_reason text,
  ADD COLUMN hurried_at timestamptz,
  ADD COLUMN forced text[] NOT NULL DEFAULT '{}',
  ADD COLUMN undone_by uuid REFERENCES deployment;
CREATE INDEX deployment_contract ON deployment (number) WHERE contract_open;

ALTER TABLE deployment_step ADD COLUMN waits_for text NOT NULL DEFAULT '[]';

ALTER TABLE applied_resource ADD COLUMN adopted boolean NOT NULL DEFAULT false;

-- Drift that somebody decided to live with for a while, as it was then: more drift shows again.
CREATE TABLE ignored_drift (
  broker text NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  changes text NOT NULL,
  reason text NOT NULL,
  ignored_by text NOT NULL,
  ignored_at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  PRIMARY KEY (broker, kind, name)
);
