-- Relays that were alive after a deployment's switch and ran an older manifest: what the deployment
-- takes away waits for them, however long they are silent, until they have reported the manifest,
-- their host has started another run, or somebody ends the wait.
CREATE TABLE deployment_laggard (
  deployment uuid NOT NULL REFERENCES deployment,
  relay uuid NOT NULL,
  host text NOT NULL,
  region text NOT NULL,
  revision bigint NOT NULL,
  heard_at timestamptz NOT NULL,
  PRIMARY KEY (deployment, relay)
);
