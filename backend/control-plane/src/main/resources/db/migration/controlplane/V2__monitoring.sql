-- What relays report, for every server to read. Nothing here grows with time: rows are a relay's run,
-- a run and link, a link, and a link and one of the hour's 360 slots, which later hours overwrite.

-- The last report of each run of a relay. Its row is the lock that one run's reports queue for.
create table relay_run (
    instance uuid primary key,
    region text not null,
    host text not null,
    started_at timestamptz not null,
    reported_at timestamptz not null,
    heard_at timestamptz not null,
    manifest_revision bigint not null,
    manifest_problem text,
    links integer not null
) with (fillfactor = 50);

-- What each run says of each link: counts since it started, and how fast it was lately.
create table link_run (
    link text collate "C" not null,
    instance uuid not null references relay_run (instance) on delete cascade,
    reported boolean not null,
    state text not null,
    problem text,
    partitions integer not null,
    events bigint not null,
    bytes bigint not null,
    filtered bigint not null,
    refused bigint not null,
    retries bigint not null,
    gaps bigint not null,
    lag_events bigint not null,
    lag_seconds double precision not null,
    latency_count bigint not null,
    latency_p50 double precision not null,
    latency_p90 double precision not null,
    latency_p99 double precision not null,
    latency_max double precision not null,
    bytes_in_flight bigint not null,
    events_per_second double precision not null,
    bytes_per_second double precision not null,
    primary key (link, instance)
) with (fillfactor = 50);
create index link_run_of on link_run (instance);

-- Counts over all runs, also of those that are forgotten.
create table link_figure (
    link text collate "C" primary key,
    events bigint not null,
    bytes bigint not null,
    filtered bigint not null,
    refused bigint not null,
    retries bigint not null,
    gaps bigint not null,
    seen_at timestamptz not null
) with (fillfactor = 50);

-- Ten seconds of a link: a slot is the Unix time of its begin divided by ten, its place in the ring
-- the slot modulo 360. A row of an older slot is as good as none.
create table link_sample (
    link text collate "C" not null,
    ring smallint not null,
    slot integer not null,
    events double precision not null,
    bytes double precision not null,
    errors double precision not null,
    lag_events bigint not null,
    lag_seconds real not null,
    latency_p50 real not null,
    latency_p99 real not null,
    primary key (link, ring)
) with (fillfactor = 70);
