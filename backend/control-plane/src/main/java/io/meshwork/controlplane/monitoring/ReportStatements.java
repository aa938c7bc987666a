package io.meshwork.controlplane.monitoring;

/** The statements of {@link ReportStore}. */
final class ReportStatements {
  /** Keeps a run's report, and says what it follows; no row where a later one is there. */
  static final String RUN =
      """
      with before as (select reported_at from relay_run where instance = :instance)
      insert into relay_run as run values (:instance, :region, :host, :started, :reported, :heard,
        :revision, :problem, :links)
      on conflict (instance) do update set region = excluded.region, host = excluded.host,
        started_at = excluded.started_at, reported_at = excluded.reported_at,
        heard_at = excluded.heard_at, manifest_revision = excluded.manifest_revision,
        manifest_problem = excluded.manifest_problem, links = excluded.links
      where run.reported_at < excluded.reported_at
      returning coalesce((select reported_at from before), run.started_at)""";

  /**
   * Adds what a run has counted since its last report. A counter that is lower than before has
   * begun again. Of a gap longer than a slot, the slot gets its share. Rows that would not change
   * are not written.
   */
  static final String LINKS =
      """
      with told as (
        select link, state, problem, partitions, events, bytes, filtered, refused, retries, gaps,
          "lagEvents" as lag_events, "lagSeconds" as lag_seconds,
          (latency->>'count')::bigint as latency_count, (latency->>'p50')::float8 as p50,
          (latency->>'p90')::float8 as p90, (latency->>'p99')::float8 as p99,
          (latency->>'max')::float8 as longest, "bytesInFlight" as bytes_in_flight,
          work->>'beside' as beside, (work->>'forwarded')::bigint as forwarded,
          (work->>'reencoded')::bigint as reencoded, (work->>'merged')::bigint as merged,
          (work->>'transactions')::bigint as transactions,
          (work->>'deadLetters')::bigint as dead_letters,
          (work->>'waitedMillis')::bigint as waited_millis
        from json_to_recordset(:links::json) as t(link text, state text, problem text,
          partitions int, events bigint, bytes bigint, filtered bigint, refused bigint,
          retries bigint, gaps bigint, "lagEvents" bigint, "lagSeconds" float8, latency json,
          "bytesInFlight" bigint, work json)
      ), more as (
        select t.*, case when :forgotten::boolean and b.link is null then 0 else 1 end as weight,
          t.events - case when b.events <= t.events then b.events else 0 end as more_events,
          t.bytes - case when b.bytes <= t.bytes then b.bytes else 0 end as more_bytes,
          t.filtered - case when b.filtered <= t.filtered then b.filtered else 0 end
            as more_filtered,
          t.refused - case when b.refused <= t.refused then b.refused else 0 end as more_refused,
          t.retries - case when b.retries <= t.retries then b.retries else 0 end as more_retries,
          t.gaps - case when b.gaps <= t.gaps then b.gaps else 0 end as more_gaps,
          t.forwarded - case when b.forwarded <= t.forwarded then b.forwarded else 0 end
            as more_forwarded,
          t.reencoded - case when b.reencoded <= t.reencoded then b.reencoded else 0 end
            as more_reencoded,
          t.merged - case when b.merged <= t.merged then b.merged else 0 end
            as more_merged,
          t.transactions - case when b.transactions <= t.transactions then b.transactions else 0 end
            as more_transactions,
          t.dead_letters - case when b.dead_letters <= t.dead_letters then b.dead_letters else 0 end
            as more_dead_letters,
          t.waited_millis - case when b.waited_millis <= t.waited_millis then b.waited_millis else 0 end
            as more_waited_millis
        from told t left join link_run b on b.link = t.link and b.instance = :instance
      ), others as (
        select o.link, sum(o.lag_events) as lag_events, max(o.lag_seconds) as lag_seconds,
          max(o.latency_p50) as p50, max(o.latency_p99) as p99
        from link_run o join relay_run r on r.instance = o.instance
        where r.instance <> :instance and r.heard_at > :alive and o.reported
          and o.link in (select link from told)
        group by o.link
      ), figure as (
        insert into link_figure as f
        select link, weight * more_events, weight * more_bytes, weight * more_filtered,
          weight * more_refused, weight * more_retries, weight * more_gaps, :now::timestamptz,
          weight * more_forwarded, weight * more_reencoded, weight * more_merged,
          weight * more_transactions, weight * more_dead_letters, weight * more_waited_millis
        from more
        order by link
        on conflict (link) do update set events = f.events + excluded.events,
          bytes = f.bytes + excluded.bytes, filtered = f.filtered + excluded.filtered,
          refused = f.refused + excluded.refused, retries = f.retries + excluded.retries,
          gaps = f.gaps + excluded.gaps, seen_at = excluded.seen_at,
          forwarded = f.forwarded + excluded.forwarded,
          reencoded = f.reencoded + excluded.reencoded, merged = f.merged + excluded.merged,
          transactions = f.transactions + excluded.transactions,
          dead_letters = f.dead_letters + excluded.dead_letters,
          waited_millis = f.waited_millis + excluded.waited_millis
        where excluded.events + excluded.bytes + excluded.filtered + excluded.refused
          + excluded.retries + excluded.gaps + excluded.forwarded + excluded.reencoded
          + excluded.merged + excluded.transactions + excluded.waited_millis > 0
          or f.seen_at < excluded.seen_at - interval '10 minutes'
      ), run as (
        insert into link_run as r
        select link, :instance, true, state, problem, partitions, events, bytes, filtered, refused,
          retries, gaps, lag_events, lag_seconds, latency_count, p50, p90, p99, longest,
          bytes_in_flight, more_events / :seconds, more_bytes / :seconds, beside, forwarded,
          reencoded, merged, transactions, dead_letters, waited_millis
        from more
        order by link
        on conflict (link, instance) do update set reported = true, state = excluded.state,
          problem = excluded.problem, partitions = excluded.partitions, events = excluded.events,
          bytes = excluded.bytes, filtered = excluded.filtered, refused = excluded.refused,
          retries = excluded.retries, gaps = excluded.gaps, lag_events = excluded.lag_events,
          lag_seconds = excluded.lag_seconds, latency_count = excluded.latency_count,
          latency_p50 = excluded.latency_p50, latency_p90 = excluded.latency_p90,
          latency_p99 = excluded.latency_p99, latency_max = excluded.latency_max,
          bytes_in_flight = excluded.bytes_in_flight,
          events_per_second = excluded.events_per_second,
          bytes_per_second = excluded.bytes_per_second, beside = excluded.beside,
          forwarded = excluded.forwarded, reencoded = excluded.reencoded,
          merged = excluded.merged, transactions = excluded.transactions,
          dead_letters = excluded.dead_letters, waited_millis = excluded.waited_millis
        where r.* is distinct from excluded.*
      ), silent as (
        update link_run set reported = false
        where instance = :instance and reported and link not in (select link from told)
      )
      insert into link_sample as s
      select m.link, :ring, :slot, m.more_events * :share, m.more_bytes * :share,
        (m.more_refused + m.more_retries) * :share, m.lag_events + coalesce(o.lag_events, 0),
        greatest(m.lag_seconds, o.lag_seconds), greatest(m.p50, o.p50), greatest(m.p99, o.p99)
      from more m left join others o on o.link = m.link
      order by m.link
      on conflict (link, ring) do update set slot = excluded.slot,
        events = excluded.events + case when s.slot = excluded.slot then s.events else 0 end,
        bytes = excluded.bytes + case when s.slot = excluded.slot then s.bytes else 0 end,
        errors = excluded.errors + case when s.slot = excluded.slot then s.errors else 0 end,
        lag_events = excluded.lag_events, lag_seconds = excluded.lag_seconds,
        latency_p50 = excluded.latency_p50, latency_p99 = excluded.latency_p99
      where s.slot < excluded.slot or (s.slot = excluded.slot and (
        excluded.events + excluded.bytes + excluded.errors > 0
        or (s.lag_events, s.lag_seconds, s.latency_p50, s.latency_p99) is distinct from
          (excluded.lag_events, excluded.lag_seconds, excluded.latency_p50,
            excluded.latency_p99)))""";

  /** Of each link a row a relay alive that runs it, or one without. */
  static final String FIGURES =
      """
      select f.link, f.events as all_events, f.bytes as all_bytes, f.filtered as all_filtered,
        f.refused as all_refused, f.retries as all_retries, f.gaps as all_gaps,
        f.forwarded as all_forwarded, f.reencoded as all_reencoded, f.merged as all_merged,
        f.transactions as all_transactions, f.dead_letters as all_dead_letters,
        f.waited_millis as all_waited_millis, told.*
      from link_figure f
      left join (select l.link as of, l.state, l.problem, l.partitions, l.events, l.bytes,
          l.filtered, l.refused, l.retries, l.gaps, l.lag_events, l.lag_seconds, l.latency_count,
          l.latency_p50, l.latency_p90, l.latency_p99, l.latency_max, l.bytes_in_flight,
          l.events_per_second, l.bytes_per_second, l.beside, l.forwarded, l.reencoded, l.merged,
          l.transactions, l.dead_letters, l.waited_millis, r.reported_at
        from link_run l join relay_run r on r.instance = l.instance
        where l.reported and r.heard_at > :alive) told on told.of = f.link
      where f.link = any(:links)""";

  static final String PRUNE_RUNS =
      """
      delete from relay_run where heard_at < :kept or instance in (
        select instance from relay_run order by heard_at desc offset :most)""";

  static final String PRUNE_LINKS =
      """
      delete from link_figure where seen_at < :kept or link in (
        select link from link_figure order by seen_at desc offset :most)""";

  static final String PRUNE_SAMPLES =
      """
      delete from link_sample s where slot < :oldest and not exists (
        select 1 from link_run r where r.link = s.link)
        or not exists (select 1 from link_figure f where f.link = s.link)""";

  private ReportStatements() {}
}
