-- Trigrams make words inside names, descriptions, labels and schema fields findable by index.
create extension if not exists pg_trgm;

-- One row a revision. Writers take an advisory lock, so numbers have no holes and no overtaking.
create table revision (
    number bigint primary key,
    at timestamptz not null,
    actor text not null,
    cause text not null
);

-- One row a state of a resource: valid from one revision until another begins the next state.
create table resource_version (
    uid uuid not null,
    from_revision bigint not null references revision (number),
    to_revision bigint,
    kind text not null,
    name text collate "C" not null,
    team text,
    set_name text,
    labels text not null,
    description text not null,
    spec text not null,
    retired boolean not null,
    changed_at timestamptz not null,
    changed_by text not null,
    primary key (uid, from_revision)
);
create unique index resource_current on resource_version (kind, name) where to_revision is null;
create index resource_from on resource_version (from_revision);
create index resource_to on resource_version (to_revision) where to_revision is not null;

create table grant_version (
    subscription text collate "C" not null,
    event_type text collate "C" not null,
    from_revision bigint not null references revision (number),
    to_revision bigint,
    state text not null,
    filter text,
    expires_at timestamptz,
    requested_by text not null,
    requested_at timestamptz not null,
    decided_by text,
    decided_at timestamptz,
    note text,
    primary key (subscription, event_type, from_revision)
);
create unique index grant_current on grant_version (subscription, event_type) where to_revision is null;
create index grant_from on grant_version (from_revision);
create index grant_to on grant_version (to_revision) where to_revision is not null;

-- What current resources can be found by, in lower case.
create table resource_words (
    kind text not null,
    name text collate "C" not null,
    words text not null,
    primary key (kind, name)
);
create index resource_words_trigrams on resource_words using gin (words gin_trgm_ops);

create table schema_version (
    id bigint generated always as identity primary key,
    event_type_uid uuid not null,
    version integer not null,
    format text not null,
    definition text not null,
    revision bigint not null references revision (number),
    created_at timestamptz not null,
    created_by text not null,
    unique (event_type_uid, version)
);

create table audit_line (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    actor text not null,
    actor_name text not null,
    operation text not null,
    kind text not null,
    name text not null,
    teams text[] not null,
    revision bigint,
    before text,
    after text
);
create index audit_line_thing on audit_line (kind, name, id);
create index audit_line_actor on audit_line (actor, id);
create index audit_line_teams on audit_line using gin (teams);
create index audit_line_at on audit_line (at);

create table api_key (
    id uuid primary key,
    application text not null,
    label text not null,
    scopes text[] not null,
    secret_hash bytea not null unique,
    created_at timestamptz not null,
    created_by text not null,
    last_used_at timestamptz,
    expires_at timestamptz,
    revoked_at timestamptz
);
create index api_key_application on api_key (application);
