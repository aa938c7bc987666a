-- How links got on: what relays of earlier versions did not say.
alter table link_run
    add column beside text,
    add column forwarded bigint not null default 0,
    add column reencoded bigint not null default 0,
    add column merged bigint not null default 0,
    add column transactions bigint not null default 0,
    add column dead_letters bigint not null default 0,
    add column waited_millis bigint not null default 0;

alter table link_figure
    add column forwarded bigint not null default 0,
    add column reencoded bigint not null default 0,
    add column merged bigint not null default 0,
    add column transactions bigint not null default 0,
    add column dead_letters bigint not null default 0,
    add column waited_millis bigint not null default 0;
