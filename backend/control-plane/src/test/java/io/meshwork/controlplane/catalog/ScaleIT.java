package io.meshwork.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.Documents;
import io.meshwork.api.Kind;
import io.meshwork.api.Page;
import io.meshwork.controlplane.Samples;
import io.meshwork.controlplane.ServerFixture;
import io.meshwork.controlplane.access.Actor;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.transaction.support.TransactionTemplate;

/** What a change and a search cost beside 50,000 subscriptions. */
class ScaleIT extends ServerFixture {
  private static final int MANY = 50_000;
  private static final int CHANGES = 60;

  @Autowired Catalog catalog;
  @Autowired TransactionTemplate transactions;

  private static String subscription(String name, int variant) {
    return Samples.subscription(
        name,
        "scale",
        "scale-app",
        "scale.ordered",
        "memory-eu",
        ",\"filter\":{\"data\":{\"total\":[%d]}}".formatted(variant));
  }

  private void put(String document) {
    catalog.put(Actor.mesh(), Documents.read(document).getFirst(), Precondition.NONE);
  }

  private void world() {
    put(Samples.team("scale"));
    put(Samples.region("eu", ""));
    put(Samples.broker("memory-eu", "eu"));
    put(Samples.application("scale-app", "scale"));
    put(Samples.eventType("scale.ordered", "scale", ",\"title\":\"Übergroß bestellt\""));
    put(subscription("scale-0", 0));
    transactions.executeWithoutResult(_ -> insertMany());
    jdbc.execute("analyze");
  }

  private void insertMany() {
    long revision = catalog.currentRevision().number() + 1;
    jdbc.update("insert into revision values (?, now(), 'test', 'many')", revision);
    jdbc.update(
        """
        insert into resource_version
        select gen_random_uuid(), ?, null, kind, 'scale-' || n, team, set_name, labels, description,
          spec, retired, changed_at, changed_by
        from resource_version, generate_series(1, ?) n
        where name = 'scale-0' and to_revision is null""",
        revision,
        MANY);
    jdbc.update(
        "insert into resource_words select 'SUBSCRIPTION', 'scale-' || n, 'scale-' || n || ' ' || md5(n::text) from generate_series(1, ?) n",
        MANY);
  }

  @Test
  @DirtiesContext
  void oneChangeAmongManyIsQuickAndSmallAndListsStayStable() {
    world();
    assertThat(catalog.snapshot(catalog.currentRevision()).subscriptions())
        .hasSizeGreaterThanOrEqualTo(MANY);
    List<Long> nanos = new ArrayList<>();
    for (int i = 1; i <= CHANGES; i++) {
      nanos.add(timed("scale-" + i, i));
    }
    long before = bytes();
    nanos.clear();
    for (int i = 1; i <= CHANGES; i++) {
      nanos.add(timed("scale-" + i, MANY + i));
    }
    long each = (bytes() - before) / CHANGES;
    Collections.sort(nanos);
    double median = nanos.get(CHANGES / 2) / 1e6;

    System.out.printf("one change of %d: median %.1f ms, %d bytes%n", MANY, median, each);
    assertThat(each).as("bytes a change").isLessThan(8192);
    searchesUseTheIndex();
    pagesStayStable();
  }

  private long timed(String name, int variant) {
    String document = subscription(name, variant);
    long start = System.nanoTime();
    put(document);
    return System.nanoTime() - start;
  }

  private long bytes() {
    return jdbc.queryForObject(
        """
        select sum(pg_total_relation_size(c.oid)) from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind = 'r'""",
        Long.class);
  }

  private void searchesUseTheIndex() {
    String plan =
        jdbc.execute(
            (Connection connection) -> {
              try (var statement = connection.createStatement()) {
                statement.execute("set enable_seqscan = off");
                var rows =
                    statement.executeQuery(
                        """
                        explain select name from resource_words where kind = 'SUBSCRIPTION'
                        and words like '%c703af5c%' and name > '' order by name limit 500""");
                StringBuilder lines = new StringBuilder();
                while (rows.next()) {
                  lines.append(rows.getString(1)).append('\n');
                }
                statement.execute("reset enable_seqscan");
                return lines.toString();
              }
            });
    assertThat(plan).contains("resource_words_trigrams");
    assertThat(search(Kind.EVENT_TYPE, "übergroß ORDERID")).containsExactly("scale.ordered");
    assertThat(search(Kind.EVENT_TYPE, "100%_no")).isEmpty();
  }

  private List<String> search(Kind kind, String q) {
    return catalog.list(Actor.mesh(), new ResourceQuery(kind, q, null, 50, null)).items().stream()
        .map(resource -> resource.name().value())
        .toList();
  }

  private void pagesStayStable() {
    Set<String> seen = new HashSet<>();
    String cursor = null;
    int inserted = 0;
    do {
      Page<Resource> page =
          catalog.list(Actor.mesh(), new ResourceQuery(Kind.SUBSCRIPTION, null, null, 500, cursor));
      page.items().forEach(item -> assertThat(seen.add(item.name().value())).isTrue());
      cursor = page.nextCursor();
      if (inserted++ < 3) {
        put(subscription("a-new-" + inserted, inserted));
      }
    } while (cursor != null);
    assertThat(seen).hasSizeGreaterThanOrEqualTo(MANY);
  }
}
