-- When what differs now was first found to: kept from look to look and from server to server.
CREATE TABLE drift_since (
  broker text NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (broker, kind, name)
);
