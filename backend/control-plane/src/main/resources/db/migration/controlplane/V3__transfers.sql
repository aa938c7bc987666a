-- Event types offered to another team, until somebody answers.
create table event_type_transfer (
    event_type_uid uuid primary key,
    event_type text collate "C" not null unique,
    from_team text not null,
    to_team text not null,
    offered_by text not null,
    offered_at timestamptz not null
);
